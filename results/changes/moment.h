// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// When a value was measured, as people write it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nightjar::changes {

/// The whole of `text` as a number, or nothing. May be infinite or no number where it says so.
std::optional<double> read_number(std::string_view text);

struct Moment {
  std::string text;        ///< As it was written.
  double order = 0;        ///< The number, or seconds since 1970.
  bool is_number = false;  ///< Otherwise a date.
};

/// A finite number, or a date of ISO 8601 such as 2026-03-01, 2026-03-01T12:30:05.250Z or
/// 2026-03-01 12:30+02:00; nothing for other texts and for days that no calendar has.
std::optional<Moment> read_moment(std::string_view text);

}  // namespace nightjar::changes
