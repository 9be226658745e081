// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/plans/plan_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text_file.h"
#include "engine/plan/plan.h"

namespace nightjar::cli {
namespace {

using build::DecidedStep;

/// A script lists late ops and the steps of parts; what the parts know of theirs is richer.
std::vector<DecidedStep> steps_of_script(const build::Decisions& decisions) {
  std::vector<DecidedStep> steps;
  for (DecidedStep listed : decisions.script) {
    if (listed.tactic == "late") listed.reason = "lowered while the model runs";
    for (const build::Decisions& part : decisions.parts) {
      const auto richer =
          std::find_if(part.steps.begin(), part.steps.end(), [&](const DecidedStep& known) {
            return known.name == listed.name && known.tactic == listed.tactic;
          });
      if (richer != part.steps.end()) listed = *richer;
    }
    steps.push_back(std::move(listed));
  }
  return steps;
}

Result<PlanView> load(const std::string& path) {
  if (path.ends_with(".json")) {
    NIGHTJAR_ASSIGN(const std::string text, read_text_file(path));
    return view_decisions(text);
  }
  NIGHTJAR_ASSIGN(const plan::Plan plan, plan::load_plan_file(path));
  return view_decisions(plan.decisions_json);
}

}  // namespace

double PlanView::total_ns() const {
  double total = 0;
  for (const DecidedStep& step : steps) total += step.median_ns;
  return total;
}

double PlanView::contested_ns(size_t count) const {
  double contested = 0;
  for (const DecidedStep& step : steps) {
    if (verified_rivals(step) >= count) contested += step.median_ns;
  }
  return contested;
}

size_t verified_rivals(const DecidedStep& step) {
  const auto is_rival = [](const build::CandidateRecord& record) {
    const bool is_last_resort = record.tactic.find(".plain.") != std::string::npos ||
                                record.tactic.find(".host.") != std::string::npos;
    return record.rejected.empty() && !is_last_resort;
  };
  return static_cast<size_t>(
      std::count_if(step.candidates.begin(), step.candidates.end(), is_rival));
}

Result<PlanView> view_decisions(const std::string& text) {
  const auto decisions = build::decisions_from_text(text);
  if (!decisions.ok()) return invalid_input("is neither a plan nor decisions of format 1");
  PlanView view;
  view.model = decisions->model;
  view.precision = decisions->precision;
  view.device_class = decisions->device_class;
  for (const auto& [name, version] : decisions->libraries) {
    view.libraries.push_back(name + " " + version);
  }
  view.steps = decisions->script.empty() ? decisions->steps : steps_of_script(*decisions);
  return view;
}

Result<PlanView> load_plan_view(const std::string& path) {
  auto view = load(path);
  if (view.ok()) return view;
  const bool is_named = view.error().message.find(path) != std::string::npos;
  return is_named ? view.error() : view.error().in(path);
}

std::string microseconds(double ns) { return ns > 0 ? fmt::format("{:.1f} us", ns / 1e3) : "-"; }

}  // namespace nightjar::cli
