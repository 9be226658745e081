// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// `nightjar why`: what became of one ONNX node, and why not something else.
#include <fmt/format.h>

#include <algorithm>

#include "cli/command.h"
#include "cli/plans/plan_view.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  std::string node, path;
};

std::string candidate_line(const build::CandidateRecord& candidate,
                           const build::DecidedStep& step) {
  const std::string name =
      candidate.config.empty() ? candidate.tactic : candidate.tactic + " " + candidate.config;
  const bool won = candidate.tactic == step.tactic && candidate.config == step.config;
  if (!candidate.rejected.empty()) return fmt::format("{}: refused, {}", name, candidate.rejected);
  if (candidate.median_ns <= 0) return fmt::format("{}: never timed{}", name, won ? ", taken" : "");
  const double ratio = step.median_ns > 0 ? candidate.median_ns / step.median_ns : 0;
  return won ? fmt::format("{}: {}, taken", name, microseconds(candidate.median_ns))
             : fmt::format("{}: {}, {:.2f} times the one taken", name,
                           microseconds(candidate.median_ns), ratio);
}

void explain(const build::DecidedStep& step, const std::string& node) {
  fmt::print("{} is in step '{}' ({})\n", node, step.name, step.operation);
  if (step.nodes.size() > 1) {
    fmt::print("  fused there with: ");
    std::vector<std::string> others;
    std::copy_if(step.nodes.begin(), step.nodes.end(), std::back_inserter(others),
                 [&](const std::string& other) { return other != node; });
    fmt::print("{}\n", fmt::join(others, ", "));
  }
  if (!step.problem.empty()) fmt::print("  problem: {}\n", step.problem);
  fmt::print("  solved by: {}{}{}{}\n", step.tactic, step.config.empty() ? "" : " ", step.config,
             step.reason.empty() ? "" : ", " + step.reason);
  for (const build::CandidateRecord& candidate : step.candidates) {
    fmt::print("    {}\n", candidate_line(candidate, step));
  }
}

Error unknown_node(const PlanView& view, const std::string& node) {
  std::vector<std::string> similar;
  for (const build::DecidedStep& step : view.steps) {
    for (const std::string& other : step.nodes) {
      if (other.find(node) != std::string::npos && similar.size() < 5) similar.push_back(other);
    }
  }
  std::string text = "no step has node '" + node +
                     "': it was folded into constants, is a renaming without a kernel, or is not "
                     "in the model";
  if (!similar.empty()) text += fmt::format("; similar names: {}", fmt::join(similar, ", "));
  return not_found(text);
}

Status run(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(const PlanView view, load_plan_view(arguments.path));
  bool found = false;
  for (const build::DecidedStep& step : view.steps) {
    const bool has_node =
        std::find(step.nodes.begin(), step.nodes.end(), arguments.node) != step.nodes.end();
    if (!has_node && step.name != arguments.node) continue;
    explain(step, arguments.node);
    found = true;
  }
  if (!found) return unknown_node(view, arguments.node).in(arguments.path);
  return {};
}

}  // namespace

void add_why_command(Command& program) {
  Command command =
      program.subcommand("why", "Say what became of an ONNX node: fused with what, solved by whom");
  auto arguments = std::make_shared<Arguments>();
  command.option("node", arguments->node, "Name of a node of the model").required();
  command.option("--plan", arguments->path, "A plan, or decisions as .json").required();
  command.does([arguments] { return run(*arguments); });
}

}  // namespace nightjar::cli
