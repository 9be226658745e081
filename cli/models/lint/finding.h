// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What `nightjar lint` finds in a model, and the rules that find it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::cli {

enum class Concern : uint8_t { kUnsupported, kSlow, kSuspicious };
const char* to_string(Concern concern);  ///< unsupported, slow, suspicious

struct Finding {
  Concern concern = Concern::kSuspicious;
  const char* rule = "";  ///< A permanent name, such as "float64".
  std::string node;       ///< The op or value it is about; empty for the whole model.
  std::string what;
  std::string remedy;
};

using Findings = std::vector<Finding>;

// Each rule appends what it finds; where many nodes share a fault, once with their number.
void find_unsupported(const network::Network& network, Findings& findings);
void find_run_time_shapes(const network::Network& network, Findings& findings);
void find_bodies(const network::Network& network, Findings& findings);
void find_wide_floats(const network::Network& network, Findings& findings);
void find_narrow_channels(const network::Network& network, Findings& findings);
void find_fixed_batch(const network::Network& network, Findings& findings);
void find_open_extents(const network::Network& network, Findings& findings);
void find_strange_numbers(const network::Network& network, Findings& findings);
void find_repeated_constants(const network::Network& network, Findings& findings);
void find_unread_values(const network::Network& network, Findings& findings);
void find_training_leftovers(const network::Network& network, Findings& findings);
void find_lone_quantizers(const network::Network& network, Findings& findings);

/// All rules in this order.
Findings lint(const network::Network& network);

}  // namespace nightjar::cli
