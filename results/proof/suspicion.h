// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Is tonight worth running again? Cheap, and wrong often enough to need the proof.
#pragma once

#include <cstddef>
#include <span>

namespace nightjar::proof {

struct SuspicionPolicy {
  size_t window = 20;            ///< Earlier nights that tonight is compared with,
  size_t fewest = 15;            ///< of which there must be so many.
  double critical = 1.6;         ///< Standard deviations of tonight,
  double critical_of_two = 2.2;  ///< and of the mean of the last two nights.
  bool slower_only = true;
  double least_sd = 0.002;  ///< Relative; quieter series than that are taken to be as loud.
};

struct Suspicion {
  bool is_raised = false;
  double z = 0;            ///< Of tonight, or of the last two where that is larger; signed.
  double baseline_ns = 0;  ///< Median of the window; 0 where there are too few nights.
  double night_sd = 0;     ///< From night to night, robust, as a log ratio.
};

/// Looks at positive medians, one a night, tonight's last.
Suspicion suspect(std::span<const double> medians_ns, const SuspicionPolicy& policy = {});

}  // namespace nightjar::proof
