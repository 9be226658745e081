// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Rows of profiles for the tests of attribution.
#pragma once

#include <string>
#include <vector>

#include "results/record/record.h"

namespace nightjar::attribution::examples {

inline record::LayerRow row(const std::string& name, const std::vector<std::string>& nodes,
                            const std::string& tactic = "conv.onednn.v1", double median_ns = 100) {
  record::LayerRow row;
  row.name = name;
  row.nodes = nodes;
  row.tactic = tactic;
  row.precision = "fp32";
  row.median_ns = median_ns;
  return row;
}

}  // namespace nightjar::attribution::examples
