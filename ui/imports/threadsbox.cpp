// SPDX-FileCopyrightText: 2026 The Sluice authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "imports/threadsbox.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>

namespace sluice {
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

ThreadsBox::ThreadsBox(QWidget *parent)
    : QWidget(parent)
    , m_slider(new QSlider(Qt::Horizontal, this))
    , m_number(new QSpinBox(this))
    , m_rest(this)
{
    const QString tip = tr("How many packages are imported at once, 1 to 64; changes at once");
    auto *label = new QLabel(tr("&Threads"), this);
    label->setBuddy(m_number);
    label->setToolTip(tip);
    m_slider->setObjectName(u"threadsSlider"_s);
    m_slider->setRange(1, 64);
    m_slider->setPageStep(4);
    m_slider->setFixedWidth(fontMetrics().averageCharWidth() * 22);
    m_slider->setAccessibleName(tr("Threads"));
    m_slider->setToolTip(tip);
    m_number->setObjectName(u"threadsNumber"_s);
    m_number->setRange(1, 64);
    m_number->setAccessibleName(tr("Number of threads"));
    m_number->setToolTip(tip);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(6, 0, 6, 0);
    row->addWidget(label);
    row->addWidget(m_slider);
    row->addWidget(m_number);
    m_rest.setSingleShot(true);
    m_rest.setInterval(150ms);
    connect(m_slider, &QSlider::valueChanged, m_number, &QSpinBox::setValue);
    connect(m_number, &QSpinBox::valueChanged, m_slider, &QSlider::setValue);
    connect(m_number, &QSpinBox::valueChanged, &m_rest, qOverload<>(&QTimer::start));
    connect(&m_rest, &QTimer::timeout, this, [this] { emit threadsChosen(m_number->value()); });
}

void ThreadsBox::setThreads(int threads)
{
    if (m_rest.isActive() || m_slider->isSliderDown() || threads < 1)
        return;
    const QSignalBlocker number(m_number);
    const QSignalBlocker slider(m_slider);
    m_number->setValue(threads);
    m_slider->setValue(threads);
}

int ThreadsBox::threads() const { return m_number->value(); }

} // namespace sluice
