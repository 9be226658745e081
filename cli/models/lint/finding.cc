// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/lint/finding.h"

namespace nightjar::cli {

const char* to_string(Concern concern) {
  switch (concern) {
    case Concern::kUnsupported:
      return "unsupported";
    case Concern::kSlow:
      return "slow";
    case Concern::kSuspicious:
      return "suspicious";
  }
  return "unknown";
}

Findings lint(const network::Network& network) {
  Findings findings;
  for (const auto rule :
       {find_unsupported, find_run_time_shapes, find_bodies, find_wide_floats, find_narrow_channels,
        find_fixed_batch, find_open_extents, find_strange_numbers, find_repeated_constants,
        find_unread_values, find_training_leftovers, find_lone_quantizers}) {
    rule(network, findings);
  }
  return findings;
}

}  // namespace nightjar::cli
