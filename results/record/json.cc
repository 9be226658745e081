// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/record/json.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "results/record/fields.h"

namespace nightjar::record {
namespace {

using nlohmann::json;

template <Record T>
json value_to_json(const T& record);
template <typename T>
json value_to_json(const std::optional<T>& value);
template <Record T>
json value_to_json(const std::vector<T>& list);

json value_to_json(const Outcome& outcome) { return to_string(outcome); }
json value_to_json(const ProofArm& arm) { return to_string(arm); }
json value_to_json(const ProofOutcome& outcome) { return to_string(outcome); }
json value_to_json(const LayerCause& cause) { return to_string(cause); }
template <typename T>
requires(!Record<T>) json value_to_json(const T& value) { return value; }
template <Record T>
json value_to_json(const T& record) {
  json object = json::object();
  each_field(record,
             [&](const char* name, const auto& value) { object[name] = value_to_json(value); });
  return object;
}
template <typename T>
json value_to_json(const std::optional<T>& value) {
  return value ? value_to_json(*value) : json();
}
template <Record T>
json value_to_json(const std::vector<T>& list) {
  json entries = json::array();
  for (const T& entry : list) entries.push_back(value_to_json(entry));
  return entries;
}

// Reading throws json::exception or WrongValue; `parsed` turns either into an Error.
struct WrongValue {
  std::string what;
};

template <Record T>
void read_value(const json& from, T& record);
template <typename T>
void read_value(const json& from, std::optional<T>& to);
template <Record T>
void read_value(const json& from, std::vector<T>& list);

void read_value(const json& from, Outcome& to) {
  const auto outcome = outcome_from_string(from.get<std::string>());
  if (!outcome) throw WrongValue{"must be done, failed or cancelled"};
  to = *outcome;
}
void read_value(const json& from, ProofArm& to) {
  const auto arm = proof_arm_from_string(from.get<std::string>());
  if (!arm) throw WrongValue{"must be an arm of a proof, such as old_plan"};
  to = *arm;
}
void read_value(const json& from, ProofOutcome& to) {
  const auto outcome = proof_outcome_from_string(from.get<std::string>());
  if (!outcome) throw WrongValue{"must be an outcome of a proof, such as confirmed"};
  to = *outcome;
}
void read_value(const json& from, LayerCause& to) {
  const auto cause = layer_cause_from_string(from.get<std::string>());
  if (!cause) throw WrongValue{"must be the cause of a change, such as tactic_changed"};
  to = *cause;
}
void read_value(const json& from, double& to) {
  to = from.is_null() ? std::numeric_limits<double>::quiet_NaN() : from.get<double>();
}
void read_value(const json& from, int64_t& to) {
  if (!from.is_number_integer()) throw WrongValue{"must be a whole number"};
  to = from.get<int64_t>();
}
template <typename T>
requires(!Record<T>) void read_value(const json& from, T& to) { to = from.get<T>(); }
template <Record T>
void read_value(const json& from, T& record) {
  if (!from.is_object()) throw WrongValue{"must be an object"};
  each_field(record, [&](const char* name, auto& value) {
    const auto found = from.find(name);
    if (found == from.end()) return;
    try {
      read_value(*found, value);
    } catch (const json::exception&) {
      throw WrongValue{std::string("key \"") + name + "\" is of the wrong type"};
    } catch (const WrongValue& wrong) {
      throw WrongValue{std::string("key \"") + name + "\" " + wrong.what};
    }
  });
}
template <typename T>
void read_value(const json& from, std::optional<T>& to) {
  if (from.is_null()) return;
  read_value(from, to.emplace());
}
template <Record T>
void read_value(const json& from, std::vector<T>& list) {
  if (!from.is_array()) throw WrongValue{"must be a list"};
  for (const json& entry : from) read_value(entry, list.emplace_back());
}

template <typename T>
std::string printed(const T& record) {
  // Names may come from a model file: bytes that are not UTF-8 are replaced rather than refused.
  return value_to_json(record).dump(-1, ' ', false, json::error_handler_t::replace);
}

template <typename T>
Result<T> parsed(const std::string& text, const char* what) {
  try {
    T record;
    read_value(json::parse(text), record);
    return record;
  } catch (const WrongValue& wrong) {
    return invalid_input(std::string(what) + ": " + wrong.what);
  } catch (const json::exception& broken) {
    return invalid_input(std::string(what) + " is not valid JSON: " + broken.what());
  }
}

}  // namespace

std::string to_json(const Environment& environment) { return printed(environment); }
std::string to_json(const Accuracy& accuracy) { return printed(accuracy); }
std::string to_json(const BuildFigures& figures) { return printed(figures); }
std::string to_json(const LoadFigures& figures) { return printed(figures); }
std::string to_json(const std::vector<LayerRow>& layers) { return printed(layers); }
std::string to_json(const Summary& summary) { return printed(summary); }
std::string to_json(const ProofOrder& order) { return printed(order); }
std::string to_json(const Proof& proof) { return printed(proof); }
std::string to_json(const JobResult& result) { return printed(result); }

Result<Environment> environment_from_json(const std::string& text) {
  return parsed<Environment>(text, "environment record");
}
Result<Accuracy> accuracy_from_json(const std::string& text) {
  return parsed<Accuracy>(text, "accuracy record");
}
Result<LoadFigures> load_figures_from_json(const std::string& text) {
  return parsed<LoadFigures>(text, "load figures");
}

Result<BuildFigures> build_figures_from_json(const std::string& text) {
  return parsed<BuildFigures>(text, "build figures");
}
Result<std::vector<LayerRow>> layers_from_json(const std::string& text) {
  return parsed<std::vector<LayerRow>>(text, "layer rows");
}
Result<Summary> summary_from_json(const std::string& text) {
  return parsed<Summary>(text, "summary");
}
Result<ProofOrder> proof_order_from_json(const std::string& text) {
  return parsed<ProofOrder>(text, "proof order");
}
Result<Proof> proof_from_json(const std::string& text) { return parsed<Proof>(text, "proof"); }
Result<JobResult> job_result_from_json(const std::string& text) {
  return parsed<JobResult>(text, "job result");
}

}  // namespace nightjar::record
