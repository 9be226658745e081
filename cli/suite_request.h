// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which scenarios a command is about: a suite, a filter, and a fault put in on purpose.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/command_line.h"
#include "results/store/run_log.h"
#include "scenarios/scenario.h"

namespace nightjar::cli {

struct SuiteRequest {
  std::string path;
  std::string filter;           ///< Glob over display names and model names; empty: all.
  std::string inject_slowdown;  ///< "resnet50=20%".
  std::string inject_fault;     ///< "resnet50=tactic".
  std::string inject_layer;
};

/// The suite and the filter.
void add_suite_options(Command& command, SuiteRequest& request);
/// The options that put a fault in.
void add_fault_options(Command& command, SuiteRequest& request);

/// Everything that the suite asks for; nothing is left out yet. Refused when nothing is left, or
/// when the fault is for a model that is not among it.
Result<store::NewRun> read_request(const SuiteRequest& request);

/// "resnet50=20%" or "resnet50=0.2".
Result<scenarios::FaultInjection> parse_fault(const std::string& slow_down,
                                              const std::string& layer);
/// "resnet50=tactic".
Result<scenarios::FaultInjection> parse_plan_fault(const std::string& text,
                                                   const std::string& layer);

}  // namespace nightjar::cli
