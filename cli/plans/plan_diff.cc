// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/plans/plan_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace nightjar::cli {
namespace {

std::string solution_of(const build::DecidedStep& step) {
  return step.config.empty() ? step.tactic : step.tactic + " " + step.config;
}

std::string group_of(const build::DecidedStep& step) {
  return fmt::format("{}", fmt::join(step.nodes, " + "));
}

/// Steps by every node they came from; a step without nodes goes by its name. The first step of a
/// node that became several stands for it.
std::map<std::string, const build::DecidedStep*> by_node(const PlanView& plan) {
  std::map<std::string, const build::DecidedStep*> steps;
  for (const build::DecidedStep& step : plan.steps) {
    if (step.nodes.empty()) steps.emplace(step.name, &step);
    for (const std::string& node : step.nodes) steps.emplace(node, &step);
  }
  return steps;
}

std::optional<PlanChange> compare(const std::string& node, const build::DecidedStep& a,
                                  const build::DecidedStep& b, double time_share) {
  using Kind = PlanChange::Kind;
  if (a.nodes != b.nodes) return PlanChange{Kind::kGrouped, node, group_of(a), group_of(b)};
  if (solution_of(a) != solution_of(b)) {
    return PlanChange{Kind::kTactic, node, solution_of(a), solution_of(b)};
  }
  const bool timed = a.median_ns > 0 && b.median_ns > 0;
  if (timed && std::abs(b.median_ns / a.median_ns - 1) > time_share) {
    return PlanChange{Kind::kTime, node, microseconds(a.median_ns), microseconds(b.median_ns)};
  }
  return std::nullopt;
}

}  // namespace

const char* name_of(PlanChange::Kind kind) {
  switch (kind) {
    case PlanChange::Kind::kOnlyInFirst:
      return "only in the first";
    case PlanChange::Kind::kOnlyInSecond:
      return "only in the second";
    case PlanChange::Kind::kGrouped:
      return "grouped";
    case PlanChange::Kind::kTactic:
      return "tactic";
    case PlanChange::Kind::kTime:
      return "time";
  }
  return "unknown";
}

std::vector<PlanChange> diff_plans(const PlanView& first, const PlanView& second,
                                   double time_share) {
  const auto old_steps = by_node(first), new_steps = by_node(second);
  std::vector<PlanChange> changes;
  std::set<std::pair<const build::DecidedStep*, const build::DecidedStep*>> told;
  for (const auto& [node, step] : old_steps) {
    const auto match = new_steps.find(node);
    if (match == new_steps.end()) {
      changes.push_back({PlanChange::Kind::kOnlyInFirst, node, solution_of(*step), ""});
    } else if (told.emplace(step, match->second).second) {
      if (auto change = compare(node, *step, *match->second, time_share)) {
        changes.push_back(std::move(*change));
      }
    }
  }
  for (const auto& [node, step] : new_steps) {
    if (old_steps.contains(node)) continue;
    changes.push_back({PlanChange::Kind::kOnlyInSecond, node, "", solution_of(*step)});
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const PlanChange& a, const PlanChange& b) { return a.kind < b.kind; });
  return changes;
}

}  // namespace nightjar::cli
