// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/recorded_choices.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kernels/common/library_versions.h"

namespace nightjar::build {
namespace {

using Json = nlohmann::ordered_json;

Error not_decisions(const std::string& what) {
  return invalid_input("the decisions cannot be used: " + what);
}

Result<Json> parse_object(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return not_decisions("the text is no JSON");
  if (!json.is_object() || json.value("format", Json()) != "nightjar decisions 1") {
    return not_decisions("\"format\" is not \"nightjar decisions 1\"");
  }
  return json;
}

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number() ? found->get<double>() : 0;
}

RecordedChoice choice_of(const Json& step) {
  RecordedChoice choice;
  choice.tactic = text_of(step, "tactic");
  choice.config = text_of(step, "config");
  choice.reason = text_of(step, "reason");
  choice.output_digest = text_of(step, "output_digest");
  choice.median_ns = number_of(step, "median_ns");
  const auto candidates = step.find("candidates");
  if (candidates == step.end() || !candidates->is_array()) return choice;
  for (const Json& candidate : *candidates) {
    if (!candidate.is_object()) continue;
    choice.candidates.push_back({text_of(candidate, "tactic"), text_of(candidate, "config"),
                                 number_of(candidate, "median_ns"),
                                 text_of(candidate, "rejected")});
  }
  return choice;
}

Status check_place(const Json& json, const device::DeviceInfo& info) {
  const std::string there = text_of(json, "device_class");
  if (there != info.class_name()) {
    return not_decisions(
        fmt::format("they were made for '{}' and this device is '{}'", there, info.class_name()));
  }
  const auto libraries = json.find("libraries");
  const auto here = kernels::library_versions();
  if (libraries == json.end() || !libraries->is_object()) return not_decisions("no libraries");
  for (const auto& [name, version] : here) {
    if (text_of(*libraries, name.c_str()) == version) continue;
    return not_decisions(fmt::format("they were made with {} '{}', here it is '{}'", name,
                                     text_of(*libraries, name.c_str()), version));
  }
  return {};
}

}  // namespace

bool RecordedChoice::was_verified() const {
  return std::any_of(candidates.begin(), candidates.end(), [&](const CandidateRecord& record) {
    return record.tactic == tactic && record.config == config && record.rejected.empty();
  });
}

Result<RecordedChoices> RecordedChoices::parse(const std::string& text,
                                               const device::DeviceInfo& info) {
  NIGHTJAR_ASSIGN(const Json json, parse_object(text));
  NIGHTJAR_TRY(check_place(json, info));
  RecordedChoices recorded;
  const auto steps = json.find("steps");
  if (steps == json.end()) return recorded;
  if (!steps->is_array()) return not_decisions("\"steps\" is no list");
  for (const Json& step : *steps) {
    if (!step.is_object() || text_of(step, "step").empty() || text_of(step, "tactic").empty()) {
      return not_decisions("a step lacks its name or its tactic");
    }
    recorded.choices_[{text_of(step, "step"), text_of(step, "problem_digest")}] = choice_of(step);
  }
  return recorded;
}

const RecordedChoice* RecordedChoices::find(const std::string& step,
                                            const std::string& problem_digest) const {
  const auto found = choices_.find({step, problem_digest});
  return found == choices_.end() ? nullptr : &found->second;
}

Result<std::string> decisions_of_part(const std::string& text, size_t number) {
  NIGHTJAR_ASSIGN(const Json json, parse_object(text));
  const auto parts = json.find("parts");
  if (parts == json.end() || !parts->is_array() || number >= parts->size()) return std::string();
  return (*parts)[number].dump();
}

}  // namespace nightjar::build
