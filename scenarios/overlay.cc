// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/overlay.h"

namespace nightjar::scenarios {
namespace {

template <typename T>
void take(std::optional<T>& target, const std::optional<T>& source) {
  if (source) target = source;
}

template <typename T>
void take_value(T& target, const std::optional<T>& source) {
  if (source) target = *source;
}

void overlay_limits(LimitSettings& target, const LimitSettings& top) {
  take(target.latency_threshold, top.latency_threshold);
  take(target.accuracy_threshold, top.accuracy_threshold);
  take(target.min_cosine, top.min_cosine);
  take(target.max_relative_error, top.max_relative_error);
  take(target.min_top1_agreement, top.min_top1_agreement);
  take(target.min_label_accuracy, top.min_label_accuracy);
}

void overlay_sampling(SamplingSettings& target, const SamplingSettings& top) {
  take(target.warm_up_ns, top.warm_up_ns);
  take(target.min_samples, top.min_samples);
  take(target.max_samples, top.max_samples);
  take(target.max_duration_ns, top.max_duration_ns);
  take(target.target_relative_error, top.target_relative_error);
}

void overlay_load(LoadSettings& target, const LoadSettings& top) {
  take(target.plans, top.plans);
  take(target.latency_bound_ns, top.latency_bound_ns);
  take(target.seed, top.seed);
  take(target.percentile, top.percentile);
}

}  // namespace

Settings overlay(const Settings& base, const Settings& top) {
  Settings merged = base;
  take(merged.kinds, top.kinds);
  take(merged.precisions, top.precisions);
  if (top.shapes || top.batches) {
    merged.shapes = top.shapes;
    merged.batches = top.batches;
  }
  take(merged.patterns, top.patterns);
  take(merged.concurrencies, top.concurrencies);
  take(merged.devices, top.devices);
  take(merged.threads, top.threads);
  for (const auto& [option, value] : top.build_options) merged.build_options[option] = value;
  overlay_sampling(merged.sampling, top.sampling);
  overlay_load(merged.load, top.load);
  overlay_limits(merged.limits, top.limits);
  for (const auto& [precision, limits] : top.precision_limits) {
    overlay_limits(merged.precision_limits[precision], limits);
  }
  return merged;
}

SamplingPlan sampling_of(const Settings& settings) {
  SamplingPlan plan;
  const SamplingSettings& given = settings.sampling;
  take_value(plan.warm_up_ns, given.warm_up_ns);
  take_value(plan.min_samples, given.min_samples);
  take_value(plan.max_samples, given.max_samples);
  take_value(plan.max_duration_ns, given.max_duration_ns);
  take_value(plan.target_relative_error, given.target_relative_error);
  return plan;
}

LoadPlan load_of(const Settings& settings) {
  LoadPlan plan;
  const LoadSettings& given = settings.load;
  take_value(plan.plans, given.plans);
  take_value(plan.latency_bound_ns, given.latency_bound_ns);
  take_value(plan.seed, given.seed);
  take_value(plan.percentile, given.percentile);
  return plan;
}

Limits limits_of(const Settings& settings, Precision precision) {
  LimitSettings given = settings.limits;
  const auto found = settings.precision_limits.find(precision);
  if (found != settings.precision_limits.end()) overlay_limits(given, found->second);
  Limits limits;
  take_value(limits.latency_threshold, given.latency_threshold);
  take_value(limits.accuracy_threshold, given.accuracy_threshold);
  limits.min_cosine = given.min_cosine;
  limits.max_relative_error = given.max_relative_error;
  limits.min_top1_agreement = given.min_top1_agreement;
  limits.min_label_accuracy = given.min_label_accuracy;
  return limits;
}

}  // namespace nightjar::scenarios
