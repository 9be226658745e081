// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "scenarios/bounds.h"
#include "wire/codec_parts.h"

namespace nightjar::wire {

using scenarios::kMaxTextBytes;

void put(const WorkerState& state, pb::WorkerState& message) {
  message.set_worker_id(state.worker_id);
  message.set_device(state.device);
  message.set_device_class(state.device_class);
  for (const scenarios::Precision precision : state.precisions) {
    message.add_precisions(to_string(precision));
  }
  for (const std::string& kind : state.scenario_kinds) message.add_scenario_kinds(kind);
  message.set_host(state.host);
  message.set_pid(state.pid);
  message.set_job_id(state.job_id);
  message.set_token(state.token);
  message.set_stage(state.stage);
  message.set_progress(state.progress);
  if (state.result) put(*state.result, *message.mutable_result());
}

namespace {

Status take_abilities(const pb::WorkerState& message, WorkerState& state) {
  NIGHTJAR_TRY(check_count("precisions", message.precisions_size(), kMaxWords));
  for (const std::string& word : message.precisions()) {
    // A newer worker may know a precision that this program does not.
    const auto precision = scenarios::precision_from_string(word);
    if (precision) state.precisions.push_back(*precision);
  }
  NIGHTJAR_TRY(check_count("scenario_kinds", message.scenario_kinds_size(), kMaxWords));
  state.scenario_kinds.assign(message.scenario_kinds().begin(), message.scenario_kinds().end());
  return {};
}

}  // namespace

Status take(const pb::WorkerState& message, WorkerState& state) {
  NIGHTJAR_TRY(check_length("worker_id", message.worker_id(), kMaxTextBytes));
  NIGHTJAR_TRY(check_length("device", message.device(), kMaxTextBytes));
  NIGHTJAR_TRY(check_length("device_class", message.device_class(), kMaxTextBytes));
  NIGHTJAR_TRY(check_length("host", message.host(), kMaxTextBytes));
  NIGHTJAR_TRY(check_length("stage", message.stage(), kMaxTextBytes));
  if (message.worker_id().empty()) return invalid_input("worker_id is empty");
  if (!std::isfinite(message.progress())) return invalid_input("progress is not finite");
  state.worker_id = message.worker_id();
  state.device = message.device();
  state.device_class = message.device_class();
  NIGHTJAR_TRY(take_abilities(message, state));
  state.host = message.host();
  state.pid = message.pid();
  state.job_id = message.job_id();
  state.token = message.token();
  state.stage = message.stage();
  state.progress = message.progress();
  if (message.has_result()) NIGHTJAR_TRY(take(message.result(), state.result.emplace()));
  return {};
}

void put(const DesiredState& state, pb::DesiredState& message) {
  message.set_duty(static_cast<pb::DesiredState::Duty>(state.duty));
  if (state.lease) put(*state.lease, *message.mutable_lease());
  message.set_accepted_job_id(state.accepted_job_id);
  message.set_call_again_in_ns(state.call_again_in_ns);
}

Status take(const pb::DesiredState& message, DesiredState& state) {
  if (!pb::DesiredState::Duty_IsValid(message.duty())) {
    return invalid_input(fmt::format("duty {} is unknown", static_cast<int>(message.duty())));
  }
  state.duty = static_cast<DesiredState::Duty>(message.duty());
  if (message.has_lease()) NIGHTJAR_TRY(take(message.lease(), state.lease.emplace()));
  state.accepted_job_id = message.accepted_job_id();
  state.call_again_in_ns = message.call_again_in_ns();
  if (state.duty == DesiredState::Duty::kWork && !state.lease) {
    return invalid_input("duty is work and there is no lease");
  }
  if (state.call_again_in_ns < 0 || state.call_again_in_ns > scenarios::kMaxDurationNs) {
    return invalid_input("call_again_in_ns is out of range");
  }
  return {};
}

}  // namespace nightjar::wire
