// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/decisions.h"

#include "kernels/common/library_versions.h"

namespace nightjar::build {
namespace {

DecidedStep decided(const ProgramStep& step, const Choice& choice) {
  DecidedStep entry;
  entry.name = step.name;
  entry.operation = step.operation;
  entry.nodes = step.nodes;
  entry.problem = step.problem.to_string();
  entry.problem_digest = step.problem.digest();
  entry.tactic = choice.winner.tactic->name();
  entry.config = choice.winner.config;
  entry.reason = choice.reason;
  entry.median_ns = choice.median_ns;
  entry.output_digest = choice.output_digest;
  entry.clock_mhz = choice.clock_mhz;
  entry.candidates = choice.candidates;
  return entry;
}

}  // namespace

Decisions decisions_of(const Program& program, const std::vector<Choice>& choices,
                       const device::DeviceInfo& info, const BuildOptions& options) {
  Decisions decisions{options.model_name,
                      to_string(options.precision),
                      info.class_name(),
                      kernels::library_versions(),
                      program.layouts,
                      {},
                      {},
                      {}};
  for (size_t i = 0; i < program.steps.size(); ++i) {
    decisions.steps.push_back(decided(program.steps[i], choices[i]));
  }
  return decisions;
}

}  // namespace nightjar::build
