// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which layers make the difference between two sides, from profiles of both side by side.
#pragma once

#include <span>
#include <vector>

#include "results/record/record.h"

namespace nightjar::attribution {

/// One process's view of a side.
struct Profile {
  std::vector<record::LayerRow> layers;
  double total_ns = 0;  ///< Median latency, measured apart from the layers.
};

struct Options {
  double false_discovery_rate = 0.05;  ///< Among the layers that are named.
  size_t most_layers = 5;
  bool is_plain_host = false;  ///< On a GPU, where a plain answer comes from the host.
};

/// Profile i of one side was taken beside profile i of the other; a last one without a partner is
/// passed over. Steps of both sides belong together when they share ONNX nodes. A layer is named
/// when a t test over the pairs holds at the rate of false discoveries (Benjamini and Hochberg)
/// and it changed in the direction of the whole. What the typical layer did in each pair, the
/// machine's pace, is taken out first. Largest share first; last, unless it is nothing, what no
/// layer explains, such as a pace that surely differs. Empty with fewer than three pairs, or when
/// the whole has not changed.
std::vector<record::LayerAttribution> attribute(std::span<const Profile> old_side,
                                                std::span<const Profile> new_side,
                                                const Options& options = {});

}  // namespace nightjar::attribution
