// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/plans/plan_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "engine/plan/plan.h"

namespace nightjar::cli {
namespace {

using Json = nlohmann::json;

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number() ? found->get<double>() : 0;
}

const Json& list_of(const Json& json, const char* key) {
  static const Json empty = Json::array();
  const auto found = json.find(key);
  return found != json.end() && found->is_array() ? *found : empty;
}

StepView step_of(const Json& json) {
  StepView step;
  step.name = text_of(json, "step");
  step.operation = text_of(json, "operation");
  step.tactic = text_of(json, "tactic");
  step.config = text_of(json, "config");
  step.problem = text_of(json, "problem");
  step.reason = text_of(json, "reason");
  step.median_ns = number_of(json, "median_ns");
  for (const Json& node : list_of(json, "nodes")) {
    if (node.is_string()) step.nodes.push_back(node.get<std::string>());
  }
  for (const Json& candidate : list_of(json, "candidates")) {
    step.candidates.push_back({text_of(candidate, "tactic"), text_of(candidate, "config"),
                               number_of(candidate, "median_ns"), text_of(candidate, "rejected")});
  }
  return step;
}

/// A script lists late ops and the steps of parts; what the parts know of theirs is richer.
void add_script_steps(const Json& json, PlanView& view) {
  std::vector<StepView> of_parts;
  for (const Json& part : list_of(json, "parts")) {
    for (const Json& step : list_of(part, "steps")) of_parts.push_back(step_of(step));
  }
  for (const Json& step : list_of(json, "script")) {
    StepView listed = step_of(step);
    const auto richer = std::find_if(of_parts.begin(), of_parts.end(), [&](const StepView& known) {
      return known.name == listed.name && known.tactic == listed.tactic;
    });
    if (richer == of_parts.end() && listed.tactic == "late") {
      listed.reason = "lowered while the model runs";
    }
    view.steps.push_back(richer == of_parts.end() ? std::move(listed) : *richer);
  }
}

Result<std::string> read_text(const std::string& path) {
  std::ifstream in(path);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return not_found("cannot be read");
  return text;
}

Result<PlanView> load(const std::string& path) {
  if (path.ends_with(".json")) {
    NIGHTJAR_ASSIGN(const std::string text, read_text(path));
    return view_decisions(text);
  }
  NIGHTJAR_ASSIGN(const plan::Plan plan, plan::load_plan_file(path));
  return view_decisions(plan.decisions_json);
}

}  // namespace

double PlanView::total_ns() const {
  double total = 0;
  for (const StepView& step : steps) total += step.median_ns;
  return total;
}

const StepView* PlanView::step_of_node(const std::string& node) const {
  for (const StepView& step : steps) {
    if (std::find(step.nodes.begin(), step.nodes.end(), node) != step.nodes.end()) return &step;
  }
  return nullptr;
}

Result<PlanView> view_decisions(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || text_of(json, "format") != "nightjar decisions 1") {
    return invalid_input("is neither a plan nor decisions of format 1");
  }
  PlanView view;
  view.model = text_of(json, "model");
  view.precision = text_of(json, "precision");
  view.device_class = text_of(json, "device_class");
  if (const auto found = json.find("libraries"); found != json.end() && found->is_object()) {
    for (const auto& [name, version] : found->items()) {
      if (version.is_string()) view.libraries.push_back(name + " " + version.get<std::string>());
    }
  }
  for (const Json& step : list_of(json, "steps")) view.steps.push_back(step_of(step));
  add_script_steps(json, view);
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
