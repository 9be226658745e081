// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/bounds.h"

#include <fmt/format.h>

#include <cmath>

#include "scenarios/scenario.h"

namespace nightjar::scenarios {
namespace {

Status check_range(const char* field, int64_t value, int64_t low, int64_t high) {
  if (value >= low && value <= high) return {};
  return invalid_input(fmt::format("{} is {}, allowed is {} to {}", field, value, low, high));
}

Status check_ratio(const char* field, double value, double high) {
  if (std::isfinite(value) && value >= 0 && value <= high) return {};
  return invalid_input(fmt::format("{} is {}, allowed is 0 to {}", field, value, high));
}

Status check_optional(const char* field, const std::optional<double>& value, double high) {
  return value ? check_ratio(field, *value, high) : Status();
}

Status check_text(const char* field, const std::string& text) {
  if (text.size() > kMaxTextBytes) {
    return invalid_input(
        fmt::format("{} has {} characters, the limit is {}", field, text.size(), kMaxTextBytes));
  }
  for (const unsigned char character : text) {
    if (character < 0x20 || character == 0x7f) {
      return invalid_input(fmt::format("{} holds a control character", field));
    }
  }
  return {};
}

Status check_shapes(const InputShapes& shapes) {
  NIGHTJAR_TRY(
      check_range("the number of shapes", static_cast<int64_t>(shapes.size()), 0, kMaxMapEntries));
  for (const auto& [input, extents] : shapes) {
    NIGHTJAR_TRY(check_text("the name of an input", input));
    NIGHTJAR_TRY(check_range(("the rank of input '" + input + "'").c_str(),
                             static_cast<int64_t>(extents.size()), 0, kMaxRank));
    for (const int64_t extent : extents) {
      NIGHTJAR_TRY(
          check_range(("an extent of input '" + input + "'").c_str(), extent, 0, kMaxExtent));
    }
  }
  return {};
}

Status check_sampling(const SamplingPlan& plan) {
  NIGHTJAR_TRY(check_range("warm_up", plan.warm_up_ns, 0, kMaxDurationNs));
  NIGHTJAR_TRY(check_range("min_samples", plan.min_samples, 1, kMaxSamples));
  NIGHTJAR_TRY(check_range("max_samples", plan.max_samples, plan.min_samples, kMaxSamples));
  NIGHTJAR_TRY(check_range("max_duration", plan.max_duration_ns, 1, kMaxDurationNs));
  return check_ratio("target_relative_error", plan.target_relative_error, 1);
}

Status check_load(const LoadPlan& load) {
  NIGHTJAR_TRY(check_range("concurrency", load.concurrency, 0, kMaxConcurrency));
  NIGHTJAR_TRY(check_range("plans", load.plans, 0, kMaxConcurrency));
  NIGHTJAR_TRY(check_range("latency_bound", load.latency_bound_ns, 0, kMaxDurationNs));
  NIGHTJAR_TRY(check_range("seed", load.seed, 0, kMaxExtent));
  const bool is_none = load.percentile == 0;
  if (is_none || (load.percentile >= kLowestPercentile && load.percentile <= kHighestPercentile)) {
    return {};
  }
  return invalid_input(fmt::format("percentile is {}, allowed is {} to {}", load.percentile,
                                   kLowestPercentile, kHighestPercentile));
}

Status check_limits(const Limits& limits) {
  NIGHTJAR_TRY(check_ratio("latency_threshold", limits.latency_threshold, 10));
  NIGHTJAR_TRY(check_optional("min_cosine", limits.min_cosine, 1));
  NIGHTJAR_TRY(check_optional("max_relative_error", limits.max_relative_error, 1e9));
  NIGHTJAR_TRY(check_optional("min_top1_agreement", limits.min_top1_agreement, 1));
  NIGHTJAR_TRY(check_optional("min_label_accuracy", limits.min_label_accuracy, 1));
  return check_ratio("accuracy_threshold", limits.accuracy_threshold, 1);
}

}  // namespace

Status check_bounds(const Scenario& scenario) {
  NIGHTJAR_TRY(check_text("model", scenario.model));
  if (scenario.model.empty()) return invalid_input("model is empty");
  NIGHTJAR_TRY(check_range("batch", scenario.batch, 1, kMaxExtent));
  NIGHTJAR_TRY(check_shapes(scenario.shapes));
  NIGHTJAR_TRY(check_range("threads", scenario.threads, 0, kMaxThreads));
  if (scenario.device != "cpu" && scenario.device != "cuda") {
    NIGHTJAR_TRY(check_text("device", scenario.device));
    return invalid_input(fmt::format("device is '{}', allowed are cpu and cuda", scenario.device));
  }
  NIGHTJAR_TRY(check_range("the number of build_options",
                           static_cast<int64_t>(scenario.build_options.size()), 0, kMaxMapEntries));
  for (const auto& [key, value] : scenario.build_options) {
    NIGHTJAR_TRY(check_text("the name of a build option", key));
    NIGHTJAR_TRY(check_text("the value of a build option", value));
  }
  NIGHTJAR_TRY(check_sampling(scenario.sampling));
  NIGHTJAR_TRY(check_load(scenario.load));
  return check_limits(scenario.limits);
}

}  // namespace nightjar::scenarios
