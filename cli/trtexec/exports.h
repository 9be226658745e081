// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// trtexec's JSON files.
#pragma once

#include <string>
#include <vector>

#include "cli/trtexec/inference.h"
#include "engine/plan/plan.h"

namespace nightjar::cli::trtexec {

/// --exportTimes: a list of queries with the moments of each phase and their differences.
std::string times_json(const InferenceRun& run);

/// Times of one step over several profiled passes.
struct LayerTimes {
  std::string name;
  std::vector<double> ms;
};

/// --exportProfile: the number of passes, then each layer with total, mean, median and share.
std::string profile_json(const std::vector<LayerTimes>& layers);
/// The same as a table.
std::string profile_table(const std::vector<LayerTimes>& layers);

/// --exportLayerInfo: names, or every step with its operation, tactic, nodes and tensors.
std::string layers_json(const plan::Plan& plan, bool names_only);

}  // namespace nightjar::cli::trtexec
