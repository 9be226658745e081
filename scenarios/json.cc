// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "scenarios/scenario.h"
#include "scenarios/words.h"

namespace nightjar::scenarios {
namespace {

using nlohmann::json;

template <typename T>
void put_optional(json& object, const char* key, const std::optional<T>& value) {
  if (value) object[key] = *value;
}

json json_of(const SamplingPlan& plan) {
  return {{"warm_up_ns", plan.warm_up_ns},
          {"min_samples", plan.min_samples},
          {"max_samples", plan.max_samples},
          {"max_duration_ns", plan.max_duration_ns},
          {"target_relative_error", plan.target_relative_error}};
}

json json_of(const LoadPlan& plan) {
  return {{"concurrency", plan.concurrency},
          {"plans", plan.plans},
          {"percentile", plan.percentile},
          {"latency_bound_ns", plan.latency_bound_ns},
          {"seed", plan.seed}};
}

json json_of(const Limits& limits) {
  json object = {{"latency_threshold", limits.latency_threshold},
                 {"accuracy_threshold", limits.accuracy_threshold}};
  put_optional(object, "min_cosine", limits.min_cosine);
  put_optional(object, "max_relative_error", limits.max_relative_error);
  put_optional(object, "min_top1_agreement", limits.min_top1_agreement);
  put_optional(object, "min_label_accuracy", limits.min_label_accuracy);
  return object;
}

/// Reads the keys of one object, and keeps the first that is wrong.
class KeyReader {
 public:
  KeyReader(const json& object, std::string where) : object_(object), where_(std::move(where)) {
    if (!object.is_object()) fail("is not an object");
  }

  template <typename T>
  void read(const char* key, T& target) {
    const auto found = find(key);
    if (found == object_.end()) return;
    if (!convert(*found, target)) fail(fmt::format("key '{}' is of the wrong type", key));
  }

  template <typename T, size_t N>
  void read_word(const char* key, const Word<T> (&words)[N], T& target) {
    std::string text = text_of(words, target);
    read(key, text);
    const std::optional<T> value = value_of(words, text);
    if (value) target = *value;
    if (!value) fail(fmt::format("key '{}': unknown word '{}'", key, text));
  }

  /// The object under `key`, empty when absent.
  json child(const char* key) {
    const auto found = find(key);
    return found == object_.end() ? json::object() : *found;
  }

  void absorb(const KeyReader& other) {
    if (!other.sentence_.empty()) fail(other.where_ + ": " + other.sentence_);
  }

  Status status() const {
    if (sentence_.empty()) return {};
    return invalid_input(where_ + ": " + sentence_);
  }

 private:
  json::const_iterator find(const char* key) const {
    return object_.is_object() ? object_.find(key) : object_.end();
  }

  void fail(std::string sentence) {
    if (sentence_.empty()) sentence_ = std::move(sentence);
  }

  static bool convert(const json& value, std::string& target) {
    if (value.is_string()) target = value.get<std::string>();
    return value.is_string();
  }
  static bool convert(const json& value, double& target) {
    if (value.is_number()) target = value.get<double>();
    return value.is_number();
  }
  static bool convert(const json& value, std::optional<double>& target) {
    if (value.is_number()) target = value.get<double>();
    return value.is_number() || value.is_null();
  }
  static bool convert(const json& value, int64_t& target) {
    const bool fits = value.is_number_integer() &&
                      (!value.is_number_unsigned() || value.get<uint64_t>() <= INT64_MAX);
    if (fits) target = value.get<int64_t>();
    return fits;
  }
  static bool convert(const json& value, int& target) {
    int64_t wide = 0;
    const bool fits = convert(value, wide) && wide >= INT32_MIN && wide <= INT32_MAX;
    if (fits) target = static_cast<int>(wide);
    return fits;
  }
  template <typename T>
  static bool convert(const json& value, std::vector<T>& target) {
    if (!value.is_array()) return false;
    target.clear();
    for (const json& element : value) {
      if (!convert(element, target.emplace_back())) return false;
    }
    return true;
  }
  template <typename T>
  static bool convert(const json& value, std::map<std::string, T>& target) {
    if (!value.is_object()) return false;
    target.clear();
    for (const auto& [key, element] : value.items()) {
      if (!convert(element, target[key])) return false;
    }
    return true;
  }

  const json& object_;
  std::string where_, sentence_;
};

void read_sampling(KeyReader& parent, SamplingPlan& plan) {
  const json object = parent.child("sampling");
  KeyReader reader(object, "sampling");
  reader.read("warm_up_ns", plan.warm_up_ns);
  reader.read("min_samples", plan.min_samples);
  reader.read("max_samples", plan.max_samples);
  reader.read("max_duration_ns", plan.max_duration_ns);
  reader.read("target_relative_error", plan.target_relative_error);
  parent.absorb(reader);
}

void read_load(KeyReader& parent, LoadPlan& plan) {
  const json object = parent.child("load");
  KeyReader reader(object, "load");
  reader.read("concurrency", plan.concurrency);
  reader.read("plans", plan.plans);
  reader.read("percentile", plan.percentile);
  reader.read("latency_bound_ns", plan.latency_bound_ns);
  reader.read("seed", plan.seed);
  parent.absorb(reader);
}

void read_limits(KeyReader& parent, Limits& limits) {
  const json object = parent.child("limits");
  KeyReader reader(object, "limits");
  reader.read("latency_threshold", limits.latency_threshold);
  reader.read("accuracy_threshold", limits.accuracy_threshold);
  reader.read("min_cosine", limits.min_cosine);
  reader.read("max_relative_error", limits.max_relative_error);
  reader.read("min_top1_agreement", limits.min_top1_agreement);
  reader.read("min_label_accuracy", limits.min_label_accuracy);
  parent.absorb(reader);
}

Result<json> parse(const std::string& text, const char* what) {
  json object = json::parse(text, nullptr, false);
  if (object.is_discarded()) return invalid_input(fmt::format("{}: not valid JSON", what));
  return object;
}

}  // namespace

std::string to_json(const Scenario& scenario) {
  return json_text(json{{"kind", to_string(scenario.kind)},
                        {"model", scenario.model},
                        {"precision", to_string(scenario.precision)},
                        {"batch", scenario.batch},
                        {"shapes", scenario.shapes},
                        {"pattern", to_string(scenario.pattern)},
                        {"device", scenario.device},
                        {"threads", scenario.threads},
                        {"build_options", scenario.build_options},
                        {"sampling", json_of(scenario.sampling)},
                        {"limits", json_of(scenario.limits)},
                        {"load", json_of(scenario.load)}});
}

Result<Scenario> scenario_from_json(const std::string& text) {
  NIGHTJAR_ASSIGN(const json object, parse(text, "scenario"));
  Scenario scenario;
  KeyReader reader(object, "scenario");
  reader.read_word("kind", kKindWords, scenario.kind);
  reader.read("model", scenario.model);
  reader.read_word("precision", kPrecisionWords, scenario.precision);
  reader.read("batch", scenario.batch);
  reader.read("shapes", scenario.shapes);
  reader.read_word("pattern", kPatternWords, scenario.pattern);
  reader.read("device", scenario.device);
  reader.read("threads", scenario.threads);
  reader.read("build_options", scenario.build_options);
  read_sampling(reader, scenario.sampling);
  read_limits(reader, scenario.limits);
  read_load(reader, scenario.load);
  NIGHTJAR_TRY(reader.status());
  if (const Status bounds = check_bounds(scenario); !bounds.ok()) {
    return bounds.error().in("scenario");
  }
  return scenario;
}

std::string to_json(const FaultInjection& fault) {
  return json_text(json{{"model", fault.model},
                        {"slow_down", fault.slow_down},
                        {"layer", fault.layer},
                        {"kind", to_string(fault.kind)}});
}

Result<FaultInjection> fault_from_json(const std::string& text) {
  NIGHTJAR_ASSIGN(const json object, parse(text, "fault"));
  FaultInjection fault;
  KeyReader reader(object, "fault");
  reader.read("model", fault.model);
  reader.read("slow_down", fault.slow_down);
  reader.read("layer", fault.layer);
  reader.read_word("kind", kFaultKindWords, fault.kind);
  NIGHTJAR_TRY(reader.status());
  return fault;
}

}  // namespace nightjar::scenarios
