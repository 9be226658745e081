// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a trtexec command line asks for.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/models/build_request.h"
#include "cli/trtexec/flags.h"
#include "cli/trtexec/inference.h"

namespace nightjar::cli::trtexec {

struct Request {
  BuildRequest build;  ///< `model` is empty when a plan is loaded.
  std::string load_plan, save_plan;
  bool has_device = false;  ///< Else the first GPU, where there is one, and the CPU elsewhere.
  InferenceSettings inference;
  std::map<std::string, std::string> input_files;  ///< By input: raw bytes instead of made-up ones.
  std::vector<double> percentiles = {90, 95, 99};
  std::string export_times, export_profile, export_layers;
  bool dump_profile = false, dump_layers = false, names_only = true;
  bool skips_inference = false, verbose = false;
};

/// Refuses numbers that are none and flags that contradict each other.
Result<Request> request_of(const Flags& flags);

}  // namespace nightjar::cli::trtexec
