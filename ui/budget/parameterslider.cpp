// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "budget/parameterslider.h"

#include "wheelguard.h"

#include <QMouseEvent>
#include <QSignalBlocker>
#include <QStyle>
#include <QStyleOptionSlider>

#include <cmath>

namespace sluice {

namespace {

/// 1, 2 or 5 times a power of ten, at most `value`.
double roundStep(double value)
{
    const double power = std::pow(10, std::floor(std::log10(value)));
    const double digits = value / power;
    return power * (digits >= 5 ? 5 : digits >= 2 ? 2 : 1);
}

double stepOf(const BudgetParameter &parameter)
{
    if (parameter.kind == BudgetParameter::Kind::Share)
        return 0.01;
    const double step = roundStep((parameter.commonMost - parameter.least) / 150);
    return parameter.isWhole ? std::max(1.0, step) : step;
}

} // namespace

ParameterSlider::ParameterSlider(const BudgetParameter &parameter, QWidget *parent)
    : QSlider(Qt::Horizontal, parent)
    , m_least(parameter.least)
    , m_most(parameter.commonMost)
    , m_step(stepOf(parameter))
{
    setRange(int(std::floor(m_least / m_step + 1e-9)), int(std::ceil(m_most / m_step - 1e-9)));
    setPageStep(std::max(1, (maximum() - minimum()) / 10));
    new WheelGuard(this);
    connect(this, &QSlider::valueChanged, this,
            [this](int position) { emit valueMoved(valueAt(position)); });
}

double ParameterSlider::valueAt(int position) const
{
    return std::clamp(std::round(position * m_step * 1e6) / 1e6, m_least, m_most);
}

void ParameterSlider::setParameterValue(double value)
{
    const QSignalBlocker blocker(this);
    setValue(int(std::clamp(std::round(value / m_step), double(minimum()), double(maximum()))));
}

void ParameterSlider::mousePressEvent(QMouseEvent *event)
{
    QStyleOptionSlider option;
    initStyleOption(&option);
    const QRect handle
            = style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, this);
    // A click beside the handle takes it there, to be dragged on, instead of a page that way.
    if (event->button() == Qt::LeftButton && !handle.contains(event->position().toPoint())) {
        const int half = handle.width() / 2;
        setSliderPosition(QStyle::sliderValueFromPosition(
                minimum(), maximum(), qRound(event->position().x()) - half,
                width() - handle.width(), layoutDirection() == Qt::RightToLeft));
    }
    QSlider::mousePressEvent(event);
}

} // namespace sluice
