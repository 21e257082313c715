// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/byte_cost.h"
#include "engine/model/statistics.h"

#include <cstddef>
#include <string>

namespace qlab {

/// The lab's figures as people read them, the same in the verdict, in the report and on the command line, whatever the
/// locale: a decimal point, a real minus sign, a space before the unit. In qlab, because the screen's numbers
/// (app/widgets/number_text.h), which follow the locale, have the same names in qlab::app.

std::string countText(std::size_t count);                     ///< "10,000"
std::string percentText(double proportion, int decimals = 2); ///< 0.9219 -> "92.19 %"
std::string signedText(double value, int decimals);           ///< "+0.03", "−0.18"; "0.00" for what rounds to zero
std::string pointsText(double difference);                    ///< of two proportions: -0.0018 -> "−0.18 pp"
std::string sizeText(std::size_t bytes);                      ///< 1 KB = 1,000 bytes: "31.6 KB"
std::string bytesText(std::size_t bytes);                     ///< "31,560 B"
std::string sizeChangeText(double ratio);                     ///< original / quantized: "3.9× smaller", "1.2× larger"
std::string divergenceText(double nats);                      ///< "0.00042 nats", two significant digits at least
std::string pValueText(double p);                             ///< "p = 0.51", "p < 0.001"
/// 2, or 3 where two would round to the threshold of significance or to nothing.
int pValueDecimals(double p);

/// About three digits, for times: 2 decimals below 10, fewer above, 3 below 0.1.
int timeDecimals(double value);
std::string millisecondsText(double milliseconds); ///< "0.66 ms"
std::string microsecondsText(double milliseconds); ///< of a time in milliseconds: 0.0003 -> "0.30 µs"

/// "AVX2 has no VNNI: the integer products of an image take 530 instructions, with VNNI 250."
std::string withoutVnniText(const kernels::ByteCost& cost);

/// One decimal, two where one would hide which side of 1 the ratio or its interval lies on.
int ratioDecimals(const MedianInterval& ratio);
std::string ratioText(double ratio, int decimals = 1); ///< "3.2×"
std::string ratioText(const MedianInterval& ratio);
std::string intervalText(const Interval& interval, int decimals); ///< "3.1 … 3.3"

/// As speedOf (judgement.h) has it.
std::string speedText(const MedianInterval& ratio); ///< "3.2× faster", "as fast", "1.6× slower", "not timed"
/// The interval of that number: where slower is told as a number above 1, so is its interval. Empty if not timed.
std::string speedIntervalText(const MedianInterval& ratio);

} // namespace qlab
