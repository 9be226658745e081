// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "results/record/json.h"
#include "scenarios/bounds.h"
#include "wire/codec_parts.h"

namespace nightjar::wire {
namespace {

void put(const scenarios::SamplingPlan& plan, pb::SamplingPlan& message) {
  message.set_warm_up_ns(plan.warm_up_ns);
  message.set_min_samples(plan.min_samples);
  message.set_max_samples(plan.max_samples);
  message.set_max_duration_ns(plan.max_duration_ns);
  message.set_target_relative_error(plan.target_relative_error);
}

scenarios::SamplingPlan plain(const pb::SamplingPlan& message) {
  return {message.warm_up_ns(), message.min_samples(), message.max_samples(),
          message.max_duration_ns(), message.target_relative_error()};
}

void put(const scenarios::LoadPlan& plan, pb::LoadPlan& message) {
  message.set_concurrency(plan.concurrency);
  message.set_plans(plan.plans);
  message.set_percentile(plan.percentile);
  message.set_latency_bound_ns(plan.latency_bound_ns);
  message.set_seed(plan.seed);
}

scenarios::LoadPlan plain(const pb::LoadPlan& message) {
  return {message.concurrency(), message.plans(), message.percentile(), message.latency_bound_ns(),
          message.seed()};
}

void put(const scenarios::Limits& limits, pb::Limits& message) {
  message.set_latency_threshold(limits.latency_threshold);
  if (limits.min_cosine) message.set_min_cosine(*limits.min_cosine);
  if (limits.max_relative_error) message.set_max_relative_error(*limits.max_relative_error);
  if (limits.min_top1_agreement) message.set_min_top1_agreement(*limits.min_top1_agreement);
  if (limits.min_label_accuracy) message.set_min_label_accuracy(*limits.min_label_accuracy);
  message.set_accuracy_threshold(limits.accuracy_threshold);
}

scenarios::Limits plain(const pb::Limits& message) {
  scenarios::Limits limits;
  limits.latency_threshold = message.latency_threshold();
  if (message.has_min_cosine()) limits.min_cosine = message.min_cosine();
  if (message.has_max_relative_error()) limits.max_relative_error = message.max_relative_error();
  if (message.has_min_top1_agreement()) limits.min_top1_agreement = message.min_top1_agreement();
  if (message.has_min_label_accuracy()) limits.min_label_accuracy = message.min_label_accuracy();
  limits.accuracy_threshold = message.accuracy_threshold();
  return limits;
}

template <typename T>
Status take_word(const char* field, const std::string& word,
                 std::optional<T> (*from_string)(const std::string&), T& target) {
  const std::optional<T> value = from_string(word);
  if (!value) return invalid_input(fmt::format("{} is an unknown word", field));
  target = *value;
  return {};
}

}  // namespace

void put(const scenarios::Scenario& scenario, pb::Scenario& message) {
  message.set_kind(to_string(scenario.kind));
  message.set_model(scenario.model);
  message.set_precision(to_string(scenario.precision));
  message.set_batch(scenario.batch);
  for (const auto& [input, extents] : scenario.shapes) {
    pb::Shape& shape = *message.add_shapes();
    shape.set_input(input);
    shape.mutable_extents()->Add(extents.begin(), extents.end());
  }
  message.set_pattern(to_string(scenario.pattern));
  message.set_device(scenario.device);
  message.set_threads(scenario.threads);
  for (const auto& [key, value] : scenario.build_options) {
    pb::Pair& pair = *message.add_build_options();
    pair.set_key(key);
    pair.set_value(value);
  }
  put(scenario.sampling, *message.mutable_sampling());
  put(scenario.limits, *message.mutable_limits());
  if (scenario.load != scenarios::LoadPlan()) put(scenario.load, *message.mutable_load());
}

Status take(const pb::Scenario& message, scenarios::Scenario& scenario) {
  NIGHTJAR_TRY(take_word("kind", message.kind(), scenarios::kind_from_string, scenario.kind));
  scenario.model = message.model();
  NIGHTJAR_TRY(take_word("precision", message.precision(), scenarios::precision_from_string,
                         scenario.precision));
  scenario.batch = message.batch();
  NIGHTJAR_TRY(check_count("shapes", message.shapes_size(), scenarios::kMaxMapEntries));
  for (const pb::Shape& shape : message.shapes()) {
    scenario.shapes[shape.input()].assign(shape.extents().begin(), shape.extents().end());
  }
  NIGHTJAR_TRY(
      take_word("pattern", message.pattern(), scenarios::pattern_from_string, scenario.pattern));
  scenario.device = message.device();
  scenario.threads = message.threads();
  NIGHTJAR_TRY(
      check_count("build_options", message.build_options_size(), scenarios::kMaxMapEntries));
  for (const pb::Pair& pair : message.build_options()) {
    scenario.build_options[pair.key()] = pair.value();
  }
  scenario.sampling = plain(message.sampling());
  scenario.limits = plain(message.limits());
  if (message.has_load()) scenario.load = plain(message.load());
  return scenarios::check_bounds(scenario);
}

void put(const scenarios::FaultInjection& fault, pb::Fault& message) {
  message.set_model(fault.model);
  message.set_slow_down(fault.slow_down);
  message.set_layer(fault.layer);
  message.set_kind(to_string(fault.kind));
}

Status take(const pb::Fault& message, scenarios::FaultInjection& fault) {
  NIGHTJAR_TRY(check_length("fault.model", message.model(), scenarios::kMaxTextBytes));
  NIGHTJAR_TRY(check_length("fault.layer", message.layer(), scenarios::kMaxTextBytes));
  const double slow_down = message.slow_down();
  if (!std::isfinite(slow_down) || slow_down < 0 || slow_down > 100) {
    return invalid_input(fmt::format("fault.slow_down is {}, allowed is 0 to 100", slow_down));
  }
  fault = {message.model(), slow_down, message.layer()};
  if (message.kind().empty()) return {};
  NIGHTJAR_TRY(
      take_word("fault.kind", message.kind(), scenarios::fault_kind_from_string, fault.kind));
  return {};
}

void put(const Lease& lease, pb::Lease& message) {
  message.set_run_id(lease.run_id);
  message.set_job_id(lease.job_id);
  message.set_token(lease.token);
  put(lease.scenario, *message.mutable_scenario());
  put(lease.fault, *message.mutable_fault());
  message.set_time_limit_ns(lease.time_limit_ns);
  if (lease.proof) message.set_proof_order(record::to_json(*lease.proof));
  message.set_side_source(static_cast<uint32_t>(lease.side.source));
  message.set_side_plan_digest(lease.side.plan_digest);
}

namespace {

Status take_side(const pb::Lease& message, SideChoice& side) {
  using Source = SideChoice::Source;
  if (message.side_source() > static_cast<uint32_t>(Source::kFresh)) {
    return invalid_input(fmt::format("side_source {} is unknown", message.side_source()));
  }
  NIGHTJAR_TRY(check_digest("side_plan_digest", message.side_plan_digest()));
  side = {static_cast<Source>(message.side_source()), message.side_plan_digest()};
  return {};
}

Status take_proof_order(const std::string& text, std::optional<record::ProofOrder>& to) {
  if (text.empty()) return {};
  NIGHTJAR_TRY(check_length("proof_order", text, kMaxSentenceBytes));
  NIGHTJAR_ASSIGN(to, record::proof_order_from_json(text));
  for (const record::Side& side : to->old_sides) {
    NIGHTJAR_TRY(check_digest("an old side's plan", side.plan_digest));
    NIGHTJAR_TRY(check_digest("an old side's program", side.program_digest));
  }
  NIGHTJAR_TRY(check_digest("the new side's plan", to->new_side.plan_digest));
  const bool is_sane = to->baseline_ns > 0 && to->threshold > 0 && to->budget_ns >= 0 &&
                       to->budget_ns <= scenarios::kMaxDurationNs && to->process_spread > 0 &&
                       to->process_spread <= 10 && to->spread_degrees > 0 &&
                       to->spread_degrees <= 1e6;
  return is_sane ? Status() : invalid_input("proof_order holds a number out of range");
}

}  // namespace

Status take(const pb::Lease& message, Lease& lease) {
  NIGHTJAR_TRY(check_length("run_id", message.run_id(), scenarios::kMaxTextBytes));
  lease.run_id = message.run_id();
  lease.job_id = message.job_id();
  lease.token = message.token();
  NIGHTJAR_TRY(take(message.scenario(), lease.scenario));
  NIGHTJAR_TRY(take(message.fault(), lease.fault));
  lease.time_limit_ns = message.time_limit_ns();
  NIGHTJAR_TRY(take_side(message, lease.side));
  return take_proof_order(message.proof_order(), lease.proof);
}

}  // namespace nightjar::wire
