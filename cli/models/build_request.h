// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What `build` and `bench` need to know to make a plan.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command_line.h"
#include "cli/models/choosing_request.h"
#include "cli/models/plugin_request.h"
#include "cli/models/quantize_request.h"
#include "engine/engine.h"

namespace nightjar::cli {

struct BuildRequest {
  std::string model;  ///< An ONNX file, the name of a zoo model, or a plan with its network inside.
  std::string precision = "fp32";
  std::string device = "cpu";
  int threads = 0;
  int64_t batch = 1;
  std::vector<std::string> shapes;   ///< "input:1x3x224x224"
  std::vector<std::string> sources;  ///< Tactic sources allowed; empty: all.
  double budget_s = 60;
  bool optimize = true;
  std::string decisions_json;  ///< Of an earlier build; empty to tune.
  ChoosingRequest choosing;
  QuantizeRequest quantize;  ///< For int8.
  PluginRequest plugins;
};

/// Declares the options above on a subcommand; `request` outlives the parse.
void add_build_options(Command& command, BuildRequest& request);

/// An ONNX file, whose nodes may be operators of `plugins`, or a model of the zoo.
Result<engine::Network> load_network(const std::string& model,
                                     const std::vector<const engine::Plugin*>& plugins = {});

/// Whether it is called as plans are: "*.plan".
bool is_plan_file(const std::string& name);

/// Imports the model and builds, or builds a plan again from the network inside it, with the timing
/// cache that was asked for. Errors name the file.
Result<engine::BuildOutcome> build_from_request(const BuildRequest& request);

}  // namespace nightjar::cli
