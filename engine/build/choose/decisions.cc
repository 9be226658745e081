// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/decisions.h"

#include <nlohmann/json.hpp>

#include "kernels/common/library_versions.h"

namespace nightjar::build {
namespace {

using Json = nlohmann::ordered_json;

Json candidate_json(const CandidateRecord& record) {
  Json json = {{"tactic", record.tactic}};
  if (!record.config.empty()) json["config"] = record.config;
  if (record.median_ns > 0) json["median_ns"] = record.median_ns;
  if (!record.rejected.empty()) json["rejected"] = record.rejected;
  return json;
}

Json step_json(const ProgramStep& step, const Choice& choice) {
  Json json = {{"step", step.name},
               {"operation", step.operation},
               {"nodes", step.nodes},
               {"problem", step.problem.to_string()},
               {"problem_digest", step.problem.digest()},
               {"tactic", std::string(choice.winner.tactic->name())},
               {"config", choice.winner.config},
               {"reason", choice.reason}};
  if (choice.median_ns > 0) json["median_ns"] = choice.median_ns;
  if (!choice.output_digest.empty()) json["output_digest"] = choice.output_digest;
  Json candidates = Json::array();
  for (const CandidateRecord& record : choice.candidates) {
    candidates.push_back(candidate_json(record));
  }
  json["candidates"] = std::move(candidates);
  return json;
}

}  // namespace

std::string decisions_json(const Program& program, const std::vector<Choice>& choices,
                           const device::DeviceInfo& info, const BuildOptions& options) {
  Json json = {{"format", "nightjar decisions 1"},
               {"model", options.model_name},
               {"precision", to_string(options.precision)},
               {"device_class", info.class_name()},
               {"libraries", kernels::library_versions()}};
  Json steps = Json::array();
  for (size_t i = 0; i < program.steps.size(); ++i) {
    steps.push_back(step_json(program.steps[i], choices[i]));
  }
  json["steps"] = std::move(steps);
  return json.dump(1);
}

}  // namespace nightjar::build
