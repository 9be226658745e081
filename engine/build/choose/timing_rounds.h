// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Timing contenders turn by turn until it is known which of them is the fastest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace nightjar::build {

/// Contenders this close to the fastest count as equal, and the first of them wins.
inline constexpr double kTieShare = 0.02;

/// What timing gave for one contender.
struct Timing {
  double median_ns = 0;            ///< 0 when never timed.
  double low_ns = 0, high_ns = 0;  ///< Interval of the median at 95 %.
  size_t samples = 0;
  std::string failure;  ///< Why a launch failed; it was not timed further.
};

/// One timing a contender, in their order.
struct RoundTimings {
  std::vector<Timing> contenders;
  bool ran_out_of_time = false;  ///< The deadline ended the rounds before anything else did.
};

/// When to stop, whatever is known by then.
struct RoundLimits {
  size_t min_rounds = 5, max_rounds = 50;
  double share_ns = 20e6;  ///< Time to spend on one contender that is not dropped, about.
  int64_t deadline_ns = INT64_MAX;
};

/// The median with the interval between the order statistics that hold it at 95 % (binomial, by
/// the normal approximation; Hollander and Wolfe, 1999, 3.6). `samples` are not empty.
Timing summarize(std::vector<double> samples);

/// `first_ns` is what each contender's very first launch took, 0 where nobody knows: who was twice
/// as slow as the others then, and is again in the first round, gets no second turn.
/// Calls `time_once(i)`, in nanoseconds, in rounds over all contenders, so that drift of the
/// machine hits them alike. From its second turn on a contender is dropped when its interval lies
/// above that of the fastest, by half after two turns and by less the more there are, or when it
/// needs three times as long; the rounds end when each of the others is dropped or within 5 % of
/// the fastest for certain, and at the limits.
RoundTimings time_in_rounds(const std::vector<double>& first_ns,
                            const std::function<Result<double>(size_t)>& time_once,
                            const RoundLimits& limits, const Clock& clock);

/// Index of the fastest of `medians_ns`; those within kTieShare of it count as equal and the first
/// wins. Ignores entries that are not positive.
size_t fastest_with_ties(const std::vector<double>& medians_ns);

}  // namespace nightjar::build
