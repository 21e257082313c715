#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the machine code of the kernels: no loop over vectors may keep one in memory.

usage: hot_loops.py [--objdump PROGRAM] [--mca PROGRAM] FILE     (an object file, library or program with symbols)

Looks at every innermost loop of the vector kernels that calculates with vectors. A vector that the loop stores to an
address which stays the same from pass to pass is one that found no register: a sum, most often, and then the loop is
several times slower, which no test of results would see. (A constant that is read from the stack costs no more than one
that is read from elsewhere; it is only counted.) Exit status: 0 none, 1 some, 77 nothing to look at here.
--mca   prints a table instead: the cycles a pass of each loop that multiplies takes on several processors as llvm-mca
        expects them, over the cycles that their multiply units alone would take.
"""
import argparse
import re
import shutil
import subprocess
import sys

SKIPPED = 77
ARITHMETIC = re.compile(r'v?(p?f?n?m?(add|sub|mul|min|max|madd|dp)\w*|[su]?f?m(la|ls|ul)\w*|[su]dot)$')
MULTIPLY = re.compile(r'v?(fn?m(add|sub)\w*|pmadd(ubsw|wd)|mulp[sd]|pdp\w+)$|'
                      r'f?ml[as]$|f?mul$|[su]ml[as]l2?$|[su]mull2?$|[su]dot$')
# Per target, processors that run it.
MODELS = {
    'AVX3': ['skylake-avx512', 'icelake-server', 'znver4', 'znver5'],
    'AVX2': ['haswell', 'skylake', 'znver2', 'znver3'],
    'SSE4': ['sandybridge', 'haswell', 'znver2'], 'SSSE3': ['sandybridge', 'haswell', 'znver2'],
    'NEON': ['cortex-a76', 'neoverse-n1', 'neoverse-v1'],
}


class X86:
    """AT&T syntax: the destination comes last."""
    address = re.compile(r'-?(?:0x[0-9a-f]+)?\([^)]*\)')
    jump = re.compile(r'j\w+$')
    away = re.compile(r'(jmp|ret|ud2)$')  # nothing goes on behind it
    scalar = re.compile(r'v?(u?com|mov|cvt\w*|add|sub|mul|div|min|max|sqrt|fn?m\w+\d)(i?s[sd])$')
    stack = 'rsp'
    triple = 'x86-64'

    @staticmethod
    def registers(text):
        """General registers, each by the name of its whole."""
        found = set()
        for name in re.findall(r'%([a-z][a-z0-9]*)', text):
            short = re.fullmatch(r'[er]?([abcd]x|[sd]i|[sb]p)|([abcd])[lh]|(r\d+)[dwb]?', name)
            if short:
                base = short.group(1) or (short.group(2) and short.group(2) + 'x')
                found.add('r' + base if base else short.group(3))
        return found

    @staticmethod
    def has_vector(text):
        return re.search(r'%[xyz]mm', text) is not None

    @classmethod
    def written(cls, name, operands):
        last = operands.split(',')[-1] if not operands.endswith(')') else ''
        return set() if re.match(r'(v?(u?comis|ptest)|cmp|test|prefetch)', name) else cls.registers(last)

    @classmethod
    def is_store(cls, name, operands):
        return bool(re.search(r'mov|extract', name)) and re.sub(r'\{[^}]*\}', '', operands).endswith(')')

    @classmethod
    def without_memory(cls, name, operands):
        wide = max(re.findall(r'%([xyz])mm', operands), default='x')
        return re.sub(r'\{1to\d+\}', '', cls.address.sub(f'%{wide}mm15', operands))


class Arm:
    """The destination comes first."""
    address = re.compile(r'\[[^]]*\]')
    jump = re.compile(r'(b\.\w+|b|cbn?z|tbn?z)$')
    away = re.compile(r'(b|br|ret|brk)$')
    scalar = re.compile(r'^$')
    stack = 'sp'
    triple = 'aarch64'

    @staticmethod
    def registers(text):
        return {'x' + n if n else 'sp' for n in re.findall(r'\b(?:[xw](\d+)|sp)\b', text)}

    @staticmethod
    def has_vector(text):
        return re.search(r'\b[vq]\d+', text) is not None

    @classmethod
    def written(cls, name, operands):
        moved = cls.registers(cls.address.search(operands).group()) if re.search(r'\]!|\],', operands) else set()
        if re.match(r'(cmp|tst|prfm|st)', name):
            return moved
        return moved | cls.registers(cls.address.sub('', operands).split(',')[0])

    @staticmethod
    def is_store(name, operands):
        return name.startswith('st')

    @staticmethod
    def without_memory(name, operands):
        return operands


def functions(file, objdump):
    """(architecture, name, [(address, mnemonic, operands)]) of each function of a vector target."""
    run = subprocess.run([objdump, '-d', '-C', '--no-show-raw-insn', file], capture_output=True, text=True, check=True)
    kind = Arm if 'aarch64' in run.stdout[:400] else X86
    for block in re.split(r'\n\n', run.stdout):
        head = re.match(r'\s*[0-9a-f]+ <(.*)>:\n', block)
        if head and re.search(r'kernels::N_(?!SCALAR|EMU128)\w+::', head.group(1)):
            steps = re.findall(r'^\s*([0-9a-f]+):\s+(\S+)[ \t]*((?:(?!\s+(?:<|# |//))[^\n])*)', block, re.M)
            yield kind, head.group(1), [(int(a, 16), name, operands.strip()) for a, name, operands in steps]


def goes_around(kind, code, targets, first, last):
    """Whether the jump at last can be reached from first, where it leads: else the code between was only put there."""
    seen, waiting = set(), [first]
    while waiting:
        i = waiting.pop()
        if i in seen or not first <= i <= last:
            continue
        seen.add(i)
        name = code[i][1]
        if i in targets:
            waiting.append(targets[i])
        if not kind.away.match(name):
            waiting.append(i + 1)
    return last in seen


def innermost_loops(kind, code):
    place = {address: i for i, (address, _, _) in enumerate(code)}
    targets = {}
    for i, (_, name, operands) in enumerate(code):
        target = re.search(r'([0-9a-f]+)$', operands) if kind.jump.match(name) else None
        if target and int(target.group(1), 16) in place:
            targets[i] = place[int(target.group(1), 16)]
    spans = [(to, i) for i, to in targets.items() if to <= i and goes_around(kind, code, targets, to, i)]
    for first, last in spans:
        if not any(first <= f and l <= last and (f, l) != (first, last) for f, l in spans):
            loop = [(name, operands) for _, name, operands in code[first:last + 1]]
            if not any(re.match(r'(call|ret|blr?$)', name) for name, _ in loop):
                yield loop


def vectors_in_memory(kind, loop):
    """Two sets of addresses that do not change in the loop: those that it stores vectors to, and on the stack those
    that it only loads them from."""
    written = set().union(*(kind.written(name, operands) for name, operands in loop))
    stored, loaded = set(), set()
    for name, operands in loop:
        address = kind.address.search(operands)
        if not address or not kind.has_vector(operands) or kind.scalar.match(name):
            continue
        base = kind.registers(address.group())
        if base and not base & written:
            if kind.is_store(name, operands):
                stored.add(address.group())
            elif kind.stack in base:
                loaded.add(address.group())
    return stored, loaded - stored


def title(name):
    """(target, short name) of a kernel."""
    target = re.search(r'N_(\w+?)::', name).group(1)
    short = re.sub(r'qlab::kernels::(N_\w+?::)?|^\w+ (?=\w+<)|unsigned |\(.*$', '', name)
    return target, re.sub(r'sumImages<(.*), (\w+)(<\w+>)?\s*>', r'\1 of \2', short)


def cycles(mca, kind, cpu, loop):
    """Cycles a pass, and at least: both as llvm-mca expects them. None if it has no model of the processor."""
    vnni = any(name.startswith('vpdp') for name, _ in loop)
    command = mca.split() + ['-march=' + kind.triple, '-mcpu=' + cpu, '-mattr=' + ('+avx512vnni' if vnni else ''),
                             '-iterations=200', '-instruction-info=0', '-resource-pressure=0']

    def run(steps, figure):
        text = '.Lloop:\n' + '\n'.join(f'{name} {operands}' for name, operands in steps)
        done = subprocess.run(command, input=text, capture_output=True, text=True)
        found = re.search(figure + r'\s+([\d.]+)', done.stdout)
        return float(found.group(1)) if found else None

    steps = [(n, re.sub(r'(^|[\s,])[0-9a-f]+$', r'\1.Lloop', o) if kind.jump.match(n) else o) for n, o in loop]
    total = run(steps, 'Total Cycles:')
    least = run([(n, kind.without_memory(n, o)) for n, o in loop if MULTIPLY.match(n)], 'Block RThroughput:')
    return (total / 200, least) if total and least else None


def print_table(loops, mca):
    seen = set()
    for kind, target, short, loop in loops:
        multiplies = sum(bool(MULTIPLY.match(name)) for name, _ in loop)
        if multiplies < 8 or (target, short, len(loop)) in seen:
            continue
        seen.add((target, short, len(loop)))
        row = f'{target:6} {short.replace("void ", "")[:32]:32} {len(loop):4} {multiplies:4}'
        for cpu in MODELS.get(target, []):
            found = cycles(mca, kind, cpu, loop)
            if found:
                mark = '!' if found[0] > 1.5 * found[1] else ''
                row += f'  {cpu} {found[0]:.1f}/{found[1]:.1f} = {found[0] / found[1]:.2f}{mark}'
        print(row, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--objdump', default='objdump')
    parser.add_argument('--mca')
    parser.add_argument('file')
    options = parser.parse_args()
    if not shutil.which(options.objdump):
        print('no objdump here: skipped')
        return SKIPPED
    loops = [(kind, *title(name), loop) for kind, name, code in functions(options.file, options.objdump)
             for loop in innermost_loops(kind, code)
             if any(ARITHMETIC.match(n) and kind.has_vector(o) and not kind.scalar.match(n) for n, o in loop)]
    if not loops:
        print('no loop over vectors found: skipped')
        return SKIPPED
    if options.mca:
        print_table(loops, options.mca)
        return 0
    failed = constants = 0
    for kind, target, short, loop in loops:
        stored, loaded = vectors_in_memory(kind, loop)
        failed += bool(stored)
        constants += bool(loaded)
        if stored:
            print(f'{target}: {short}: {len(loop)} instructions, {len(stored)} vectors in memory:', *sorted(stored))
    print(f'{len(loops)} loops over vectors: {failed} keep vectors in memory, '
          f'{constants} read constants from the stack')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
