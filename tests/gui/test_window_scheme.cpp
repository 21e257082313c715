// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_driver.h"

#include "app/pages/scheme_form.h"
#include "app/widgets/combo_box.h"
#include "app/widgets/segmented_control.h"
#include "app/widgets/value_slider.h"

#include <QSignalSpy>
#include <QSlider>

using namespace qlab;
using namespace qlab::app;
using namespace qlab::test;

namespace {

/// The controls of the scheme, each moved as a person would.
class Controls {
public:
    explicit Controls(Lab& lab)
        : m_lab(lab)
        , m_form(lab.page(PageId::Quantize).findChild<SchemeForm*>())
        , m_answers(&lab.session(), &Session::quantChanged)
    {
        REQUIRE(m_form != nullptr);
    }

    const QuantScheme& scheme() const { return m_lab.session().settings().scheme; }

    void segment(const QString& label, const QString& word)
    {
        INFO(label.toStdString() << ": " << word.toStdString());
        auto* const button = segmentOf(label, word);
        changes([button] { click(*button); });
    }
    /// Down from the first item to \p index.
    void choose(const QString& label, int index)
    {
        auto* const box = findField<ComboBox>(*m_form, label);
        INFO(label.toStdString() << " " << index);
        REQUIRE(box->isEnabled());
        changes([box, index] {
            while (box->currentIndex() != index)
                QTest::keyClick(box, box->currentIndex() < index ? Qt::Key_Down : Qt::Key_Up);
        });
    }
    void slide(const QString& label)
    {
        auto* const slider = findField<QSlider>(*m_form, label);
        INFO(label.toStdString());
        REQUIRE(slider->isVisible());
        changes([slider] { QTest::keyClick(slider, Qt::Key_PageDown); });
    }
    bool isVisible(const QString& label) const { return findField<QSlider>(*m_form, label)->isVisible(); }

private:
    QAbstractButton* segmentOf(const QString& label, const QString& word)
    {
        for (const auto* control : m_form->findChildren<SegmentedControl*>())
            if (control->accessibleName() == label)
                for (QAbstractButton* button : control->findChildren<QAbstractButton*>())
                    if (button->text() == word)
                        return button;
        FAIL(label.toStdString() + " has no " + word.toStdString());
        return nullptr;
    }

    /// Does it and waits for the answer to the new scheme, on the whole test set.
    template <typename Act> void changes(Act act)
    {
        const QuantScheme before = scheme();
        const auto answers = m_answers.count();
        act();
        REQUIRE_FALSE(scheme() == before);
        REQUIRE(waitUntil([this] { return m_lab.isAnswered(); }, 10'000));
        CHECK(m_answers.count() > answers);
        const QuantReport& report = *m_lab.session().quant();
        CHECK(report.scheme == scheme());
        CHECK(report.quantized->scheme == scheme());
        CHECK(report.quantizedEvaluation->images() == kTestImages);
    }

    Lab& m_lab;
    SchemeForm* m_form;
    QSignalSpy m_answers;
};

} // namespace

TEST_CASE("Every control of the scheme is answered on the whole test set", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.open(PageId::Quantize);
    Controls controls(lab);
    const QString range = QStringLiteral("Range");

    REQUIRE(controls.scheme().range == QuantScheme::Range::Fixed);
    controls.slide(QStringLiteral("Scale 2⁻ⁿ"));
    CHECK(controls.scheme().exponent != 7);
    controls.segment(QStringLiteral("Outside"), QStringLiteral("wrap"));
    CHECK(controls.scheme().overflow == QuantScheme::Overflow::Wrap);
    controls.segment(QStringLiteral("Outside"), QStringLiteral("saturate"));

    controls.choose(range, 1);
    CHECK(controls.scheme().range == QuantScheme::Range::MinMax);
    CHECK_FALSE(controls.isVisible(QStringLiteral("Scale 2⁻ⁿ")));
    REQUIRE(controls.scheme().granularity == QuantScheme::Granularity::PerTensor);
    controls.segment(QStringLiteral("Scale per"), QStringLiteral("channel"));
    CHECK(controls.scheme().granularity == QuantScheme::Granularity::PerChannel);
    controls.slide(QStringLiteral("Byte budget"));
    CHECK(controls.scheme().budget > 0);
    REQUIRE(lab.session().quant()->quantized->widths);
    controls.segment(QStringLiteral("Scale per"), QStringLiteral("tensor"));
    CHECK_FALSE(controls.isVisible(QStringLiteral("Byte budget")));
    CHECK_FALSE(lab.session().quant()->quantized->widths);
    CHECK(controls.scheme().granularity == QuantScheme::Granularity::PerTensor);

    controls.choose(range, 2);
    controls.slide(QStringLiteral("Percentile"));
    CHECK(controls.scheme().percentile < 99.9);
    controls.choose(range, 3);
    CHECK(controls.scheme().range == QuantScheme::Range::LeastSquares);
    controls.choose(range, 4);
    CHECK(controls.scheme().range == QuantScheme::Range::Sigmas);
    controls.slide(QStringLiteral("Clip at ± n σ"));
    CHECK(controls.scheme().sigmas < 3);
    controls.choose(range, 5);
    CHECK(controls.scheme().range == QuantScheme::Range::Manual);
    const double clip = controls.scheme().clip;
    controls.slide(QStringLiteral("Clip at ±"));
    CHECK(controls.scheme().clip < clip);
    controls.choose(range, 6);
    CHECK(controls.scheme().range == QuantScheme::Range::LeastLogits);
    CHECK(lab.session().quant()->curvature);

    for (int levels : {0, 1, 2, 0})
        if (levels != (controls.scheme().zero == QuantScheme::Zero::Affine ? 2 : int(controls.scheme().levels)))
            controls.choose(QStringLiteral("Levels"), levels);
    CHECK(controls.scheme().zero == QuantScheme::Zero::Symmetric);
    for (int rounding : {1, 2, 3, 4, 5, 0})
        controls.choose(QStringLiteral("Rounding"), rounding);
    const QString calibration = QStringLiteral("Calibrated on");
    for (int input : {1, 2, 3, 5, 4})
        controls.choose(QStringLiteral("Input"), input);
    CHECK(controls.scheme().input == QuantScheme::Input::Static);
    controls.slide(calibration);
    CHECK(controls.scheme().calibrationImages < 1000);
    controls.segment(QStringLiteral("Input bits"), QStringLiteral("4"));
    CHECK(controls.scheme().inputBits == 4);
    CHECK(lab.session().quant()->quantized->input.top == 15);
    controls.segment(QStringLiteral("Input bits"), QStringLiteral("8"));
    controls.choose(QStringLiteral("Input"), 0);
    CHECK_FALSE(controls.isVisible(calibration));
    for (int bias : {1, 2, 3, 0}) {
        controls.choose(QStringLiteral("Bias"), bias);
        CHECK(controls.scheme().bias == static_cast<QuantScheme::Bias>(bias));
        CHECK((controls.scheme().bias == QuantScheme::Bias::Float)
            == (lab.session().quant()->quantized->bias == lab.session().model()->bias));
    }
    for (int bits : {7, 6, 5, 4, 3, 2, 1, 8}) {
        controls.segment(QStringLiteral("Bits"), QString::number(bits));
        CHECK(controls.scheme().bits == bits);
    }
    const int presets = static_cast<int>(schemePresets().size());
    for (int preset : {presets - 1, 0})
        controls.choose(QStringLiteral("Preset"), preset);
    CHECK(controls.scheme() == schemePresets().front().scheme);
}

TEST_CASE("A codebook blocks what has no say in it, and every way out stays open", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.open(PageId::Quantize);
    Controls controls(lab);
    auto* const form = lab.page(PageId::Quantize).findChild<SchemeForm*>();
    const auto box = [form](const QString& label) { return findField<ComboBox>(*form, label); };
    const QString levels = QStringLiteral("Levels"), range = QStringLiteral("Range"),
                  rounding = QStringLiteral("Rounding");
    controls.choose(range, 1);
    controls.segment(QStringLiteral("Bits"), QStringLiteral("2"));
    controls.choose(levels, 3);
    CHECK(controls.scheme().isCodebook());
    CHECK_FALSE(box(range)->isEnabled());
    CHECK(box(range)->toolTip().contains(QStringLiteral("codebook")));
    controls.choose(rounding, 5); // the arrow keys pass over what is the same as to nearest
    CHECK(controls.scheme().rounding == QuantScheme::Rounding::DataAware);
    controls.choose(rounding, 0);
    controls.segment(QStringLiteral("Scale per"), QStringLiteral("channel"));
    controls.segment(QStringLiteral("Bits"), QStringLiteral("1"));
    CHECK(controls.scheme().isCodebook());
    CHECK(box(levels)->isEnabled());
    controls.choose(levels, 0);
    CHECK(controls.scheme().isSign());
    CHECK(box(range)->isEnabled());
    controls.choose(levels, 3);
    controls.segment(QStringLiteral("Bits"), QStringLiteral("8"));
    CHECK_FALSE(controls.scheme().isCodebook());
    CHECK(box(range)->isEnabled());
}

TEST_CASE("The bracket keys change the bits and stop at the ends", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.open(PageId::Quantize);
    lab.press(Qt::Key_BracketRight);
    CHECK(lab.session().settings().scheme.bits == 8);
    for (int bits = 7; bits >= 1; --bits) {
        lab.press(Qt::Key_BracketLeft);
        REQUIRE(lab.session().settings().scheme.bits == bits);
        REQUIRE(waitUntil([&] { return lab.isAnswered(); }));
    }
    lab.press(Qt::Key_BracketLeft);
    CHECK(lab.session().settings().scheme.bits == 1);
}

TEST_CASE("Reset goes back to the lab report's scheme", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.open(PageId::Quantize);
    lab.press(Qt::Key_BracketLeft);
    REQUIRE(waitUntil([&] { return lab.isAnswered(); }));
    click(*lab.button(PageId::Quantize, QStringLiteral("Reset")));
    CHECK(lab.session().settings().scheme == parseScheme("lab").value());
    CHECK(waitUntil([&] { return lab.isAnswered(); }));
}

TEST_CASE("Weights trained on the grid take the place of rounded ones until the scheme changes", "[window]")
{
    Lab lab;
    lab.waitForData();
    lab.train();
    lab.open(PageId::Quantize);
    Session& session = lab.session();
    session.setScheme(parseScheme("sign").value());
    REQUIRE(waitUntil([&] { return lab.isAnswered(); }));
    const double rounded = session.quant()->quantizedEvaluation->accuracy();
    CHECK_FALSE(session.quant()->quantized->trained);
    session.compare();
    REQUIRE(waitUntil([&] { return session.compareReport() && !session.comparing(); }));
    CHECK(session.compareIsCurrent());
    bool wasLive = false; // the weights as they stand, before the end
    QObject::connect(&session, &Session::quantChanged, &session,
        [&] { wasLive = wasLive || (session.quant()->quantized->trained && session.quantTrainingActive()); });
    click(*lab.button(PageId::Quantize, QStringLiteral("Train on grid")));
    REQUIRE(waitUntil([&] { return session.quant()->quantized->trained && !session.quantTrainingActive(); }));
    CHECK(wasLive);
    CHECK(session.quantIsCurrent());
    REQUIRE(session.quantTraining());
    const QuantTraining& training = *session.quantTraining();
    CHECK(training.complete);
    CHECK(training.report == session.quant());
    CHECK(static_cast<int>(training.epochs.size()) == training.config.epochs);
    CHECK(training.epochs.back().testAccuracy == session.quant()->quantizedEvaluation->accuracy());
    CHECK_FALSE(training.losses.empty());
    CHECK(session.quant()->quantizedEvaluation->accuracy() > rounded + 0.02);
    CHECK_FALSE(session.compareIsCurrent()); // the rounded ones were timed
    REQUIRE(waitUntil([&] { return lab.page(PageId::Quantize).isUpToDate(); }));
    click(*lab.button(PageId::Quantize, QStringLiteral("Round again")));
    REQUIRE(waitUntil([&] { return !session.quant()->quantized->trained; }));
    CHECK(session.quant()->quantizedEvaluation->accuracy() == rounded);
    CHECK(session.compareIsCurrent());
    QuantScheme affine = session.settings().scheme;
    affine.bits = 4;
    affine.zero = QuantScheme::Zero::Affine;
    session.setScheme(affine);
    REQUIRE(waitUntil([&] { return lab.isAnswered() && lab.page(PageId::Quantize).isUpToDate(); }));
    CHECK_FALSE(lab.button(PageId::Quantize, QStringLiteral("Train on grid"))->isEnabled());
}
