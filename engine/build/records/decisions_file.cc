// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/records/decisions_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "engine/build/records/candidate_json.h"

namespace nightjar::build {
namespace {

constexpr const char* kFormat = "nightjar decisions 1";
constexpr int kMaxDepth = 2;  // a script has parts; a part has none

Error not_decisions(const std::string& what) {
  return invalid_input("the decisions cannot be used: " + what);
}

Json step_json(const DecidedStep& step) {
  Json json = {{"step", step.name}, {"operation", step.operation}, {"nodes", step.nodes}};
  put_text(json, "problem", step.problem);
  put_text(json, "problem_digest", step.problem_digest);
  json["tactic"] = step.tactic;
  if (step.problem_digest.empty()) return json;  // an op of a script
  json["config"] = step.config;
  json["reason"] = step.reason;
  put_number(json, "median_ns", step.median_ns);
  put_text(json, "output_digest", step.output_digest);
  put_number(json, "clock_mhz", step.clock_mhz);
  json["candidates"] = candidates_json(step.candidates);
  return json;
}

Json to_json(const Decisions& decisions) {
  Json json = {{"format", kFormat},
               {"model", decisions.model},
               {"precision", decisions.precision},
               {"device_class", decisions.device_class},
               {"libraries", decisions.libraries}};
  if (!decisions.layouts.empty()) json["layouts"] = decisions.layouts;
  const bool is_scripted = !decisions.script.empty() || !decisions.parts.empty();
  Json& steps = json[is_scripted ? "script" : "steps"] = Json::array();
  for (const DecidedStep& step : is_scripted ? decisions.script : decisions.steps) {
    steps.push_back(step_json(step));
  }
  for (const Decisions& part : decisions.parts) json["parts"].push_back(to_json(part));
  return json;
}

/// An object of texts; what is none in it is passed over.
std::map<std::string, std::string> texts_of(const Json& json, const char* key) {
  std::map<std::string, std::string> texts;
  const auto found = json.find(key);
  if (found == json.end() || !found->is_object()) return texts;
  for (const auto& [name, text] : found->items()) {
    if (text.is_string()) texts[name] = text.get<std::string>();
  }
  return texts;
}

Result<DecidedStep> step_of(const Json& json) {
  DecidedStep step;
  step.name = text_of(json, "step");
  step.tactic = text_of(json, "tactic");
  if (step.name.empty() || step.tactic.empty()) {
    return not_decisions("a step lacks its name or its tactic");
  }
  step.operation = text_of(json, "operation");
  step.problem = text_of(json, "problem");
  step.problem_digest = text_of(json, "problem_digest");
  step.config = text_of(json, "config");
  step.reason = text_of(json, "reason");
  step.median_ns = number_of(json, "median_ns");
  step.output_digest = text_of(json, "output_digest");
  step.clock_mhz = number_of(json, "clock_mhz");
  for (const Json& node : list_of(json, "nodes")) {
    if (node.is_string()) step.nodes.push_back(node.get<std::string>());
  }
  step.candidates = candidates_of(json);
  return step;
}

Status read_steps(const Json& json, const char* key, std::vector<DecidedStep>& steps) {
  if (json.contains(key) && !json[key].is_array()) {
    return not_decisions("\"" + std::string(key) + "\" is no list");
  }
  for (const Json& entry : list_of(json, key)) {
    NIGHTJAR_ASSIGN(auto step, step_of(entry));
    steps.push_back(std::move(step));
  }
  return {};
}

Result<Decisions> decisions_of(const Json& json, int depth) {
  if (!json.is_object()) return not_decisions("a part is no object");
  Decisions decisions;
  decisions.model = text_of(json, "model");
  decisions.precision = text_of(json, "precision");
  decisions.device_class = text_of(json, "device_class");
  decisions.libraries = texts_of(json, "libraries");
  decisions.layouts = texts_of(json, "layouts");
  NIGHTJAR_TRY(read_steps(json, "steps", decisions.steps));
  NIGHTJAR_TRY(read_steps(json, "script", decisions.script));
  for (const Json& part : list_of(json, "parts")) {
    if (depth + 1 >= kMaxDepth) return not_decisions("parts lie too deep in each other");
    NIGHTJAR_ASSIGN(auto read, decisions_of(part, depth + 1));
    decisions.parts.push_back(std::move(read));
  }
  return decisions;
}

}  // namespace

bool DecidedStep::was_verified() const {
  return std::any_of(candidates.begin(), candidates.end(), [&](const CandidateRecord& record) {
    return record.tactic == tactic && record.config == config && record.rejected.empty() &&
           record.median_ns == median_ns;
  });
}

std::string to_text(const Decisions& decisions) { return json_text(to_json(decisions), 1); }

std::string as_written(const std::string& name) {
  return Json::parse(json_text(Json(name)), nullptr, false).get<std::string>();
}

Result<Decisions> decisions_from_text(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return not_decisions("the text is no JSON");
  if (!json.is_object() || text_of(json, "format") != kFormat) {
    return not_decisions("\"format\" is not \"" + std::string(kFormat) + "\"");
  }
  return decisions_of(json, 0);
}

}  // namespace nightjar::build
