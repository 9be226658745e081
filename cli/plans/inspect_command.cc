// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// `nightjar inspect`: what is in a plan, as a table, JSON or a graph.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "cli/command.h"
#include "cli/plans/plan_view.h"
#include "engine/plan/plan.h"

namespace nightjar::cli {
namespace {

/// Candidates beside plain that make a choice a real one.
constexpr size_t kRivals = 3;

struct Arguments {
  std::string path;
  bool as_json = false, as_dot = false, as_decisions = false;
  size_t top = 0;
};

void print_table(const PlanView& view, size_t top) {
  fmt::print("{} {} on {} ({})\n", view.model, view.precision, view.device_class,
             fmt::join(view.libraries, ", "));
  std::vector<const build::DecidedStep*> steps;
  for (const build::DecidedStep& step : view.steps) steps.push_back(&step);
  if (top > 0) {
    std::stable_sort(steps.begin(), steps.end(),
                     [](const build::DecidedStep* a, const build::DecidedStep* b) {
                       return a->median_ns > b->median_ns;
                     });
    steps.resize(std::min(top, steps.size()));
  }
  const double total_ns = view.total_ns();
  for (const build::DecidedStep* step : steps) {
    const double share = total_ns > 0 ? 100 * step->median_ns / total_ns : 0;
    fmt::print("{:>12} {:>5.1f} %  {:<32} {:<22} {}\n", microseconds(step->median_ns), share,
               step->config.empty() ? step->tactic : step->tactic + " " + step->config,
               step->operation, fmt::join(step->nodes, " + "));
  }
  fmt::print("{} steps, {} when they were chosen\n", view.steps.size(), microseconds(total_ns));
  if (total_ns <= 0) return;
  fmt::print("{:.1f} % of that time had {} or more verified candidates beside plain\n",
             100 * view.contested_ns(kRivals) / total_ns, kRivals);
}

nlohmann::ordered_json to_json(const PlanView& view) {
  nlohmann::ordered_json json = {{"model", view.model},
                                 {"precision", view.precision},
                                 {"device_class", view.device_class},
                                 {"libraries", view.libraries},
                                 {"total_us", view.total_ns() / 1e3},
                                 {"contested_us", view.contested_ns(kRivals) / 1e3},
                                 {"steps", nlohmann::ordered_json::array()}};
  for (const build::DecidedStep& step : view.steps) {
    json["steps"].push_back({{"step", step.name},
                             {"operation", step.operation},
                             {"nodes", step.nodes},
                             {"tactic", step.tactic},
                             {"config", step.config},
                             {"median_us", step.median_ns / 1e3},
                             {"verified_rivals", verified_rivals(step)},
                             {"reason", step.reason},
                             {"problem", step.problem}});
  }
  return json;
}

std::string quoted(const std::string& text) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') safe += '\\';
    safe += letter;
  }
  return '"' + safe + '"';
}

/// Steps as boxes and the tensors between them as arrows.
void print_dot(const plan::Plan& plan) {
  fmt::print("digraph plan {{\n  node [shape=box];\n");
  std::map<plan::TensorIndex, size_t> producer;
  const auto root = [&](plan::TensorIndex index) {
    while (plan.tensors[static_cast<size_t>(index)].alias_of != plan::kAbsent) {
      index = plan.tensors[static_cast<size_t>(index)].alias_of;
    }
    return index;
  };
  for (size_t i = 0; i < plan.steps.size(); ++i) {
    const plan::PlanStep& step = plan.steps[i];
    fmt::print("  s{} [label={}];\n", i, quoted(step.operation + "\n" + step.tactic));
    for (const plan::TensorIndex index : step.inputs) {
      if (index == plan::kAbsent) continue;
      const auto from = producer.find(root(index));
      if (from == producer.end()) continue;
      const auto& desc = plan.tensors[static_cast<size_t>(index)].desc;
      fmt::print("  s{} -> s{} [label={}];\n", from->second, i, quoted(tensor::to_string(desc)));
    }
    for (const plan::TensorIndex index : step.outputs) {
      if (index != plan::kAbsent) producer[root(index)] = i;
    }
  }
  fmt::print("}}\n");
}

Status run(const Arguments& arguments) {
  if (arguments.as_dot || arguments.as_decisions) {
    NIGHTJAR_ASSIGN(const plan::Plan plan, plan::load_plan_file(arguments.path));
    if (arguments.as_dot) print_dot(plan);
    if (arguments.as_decisions) fmt::print("{}\n", plan.decisions_json);
    return {};
  }
  NIGHTJAR_ASSIGN(const PlanView view, load_plan_view(arguments.path));
  if (arguments.as_json) {
    fmt::print("{}\n", json_text(to_json(view), 1));
  } else {
    print_table(view, arguments.top);
  }
  return {};
}

}  // namespace

void add_inspect_command(Command& program) {
  Command command = program.subcommand("inspect", "Show the steps of a plan and who solves them");
  auto arguments = std::make_shared<Arguments>();
  command.option("plan", arguments->path, "A plan, or decisions as .json").required();
  Option json = command.flag("--json", arguments->as_json, "Print one JSON object");
  Option dot = command.flag("--dot", arguments->as_dot, "Print a graph for Graphviz");
  Option decisions =
      command.flag("--decisions", arguments->as_decisions, "Print the decisions inside");
  json.excludes(dot).excludes(decisions);
  dot.excludes(decisions);
  command.option("--top", arguments->top, "Only so many steps, the slowest first");
  command.does([arguments] { return run(*arguments); });
}

}  // namespace nightjar::cli
