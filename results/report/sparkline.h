// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A row of small bars: the shape of a series at a glance.
#pragma once

#include <span>
#include <string>

namespace nightjar::report {

/// One of ▁▂▃▄▅▆▇█ a value, from the smallest to the largest; a blank for what is no number. When
/// all differ by less than 1 % the bars stay level: noise should not look like mountains.
std::string sparkline(std::span<const double> values);

}  // namespace nightjar::report
