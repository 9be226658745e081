// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Decides how a network's activations lie: as decided before, by measuring, or by a rule.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/build/builder.h"

namespace nightjar::build {

/// Where layouts are measured, and with which extents.
struct LayoutPlace {
  const tensor::SymbolValues& symbols;
  device::Device& device;
  const BuildOptions& options;
  const Clock& clock;
};

/// Changes `network` and adds a line to `passes`. Returns what decisions keep of it: a layout for
/// each op by the name of its first output; nothing where the rule decided. Layouts are measured on
/// a CPU, for float convolutions, from level 3 on.
Result<std::map<std::string, std::string>> lay_out_network(network::Network& network,
                                                           const LayoutPlace& place,
                                                           std::vector<std::string>& passes);

}  // namespace nightjar::build
