// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Figures as people read them: "1.23 ms", "+4.2 %", "118/s".
#pragma once

#include <cstdint>
#include <string>

namespace nightjar::record {

/// Three significant digits and the unit that keeps them short: 987 ns, 1.23 ms, 75.0 s.
/// "-" for what is not a number.
std::string human_duration(double ns);
/// 0.042 is "+4.2 %"; the sign always shows.
std::string human_change(double ratio);
/// 0.042 is "4.2 %".
std::string human_percent(double ratio);
/// 1530 is "1.53k/s".
std::string human_rate(double per_second);
/// 1536 is "1.50 KiB".
std::string human_bytes(int64_t bytes);

}  // namespace nightjar::record
