// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Options about how tactics are chosen and what a plan promises and carries.
#pragma once

#include <string>
#include <vector>

#include "cli/command_line.h"
#include "engine/build/builder.h"

namespace nightjar::cli {

struct ChoosingRequest {
  int level = 3;
  std::vector<std::string> forbidden_sources;
  double workspace_mib = 0;  ///< 0: no limit.
  std::string timing_cache;  ///< A file, read before and written after; empty: none.
  std::vector<std::string> min_shapes, opt_shapes, max_shapes;  ///< "input:1x3x224x224"
  bool embed_network = false, strip_weights = false;
};

/// Declares them on a subcommand; `request` outlives the parse.
void add_choosing_options(Command& command, ChoosingRequest& request);

/// Reads "name:1x3x224x224" words, several in one with commas between them.
Result<std::map<std::string, tensor::Dims>> parse_shapes(const std::vector<std::string>& words);

/// Of an input with less than three given, the others are the expected ones, else the most.
Result<std::vector<plan::Profile>> profiles_of(const ChoosingRequest& request);

/// All but the timing cache, which the caller loads and saves.
Status apply(const ChoosingRequest& request, build::BuildOptions& options);

}  // namespace nightjar::cli
