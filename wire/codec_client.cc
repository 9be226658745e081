// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "scenarios/bounds.h"
#include "wire/codec_parts.h"

namespace nightjar::wire {

using scenarios::kMaxTextBytes;

void put(const SubmitRequest& request, pb::SubmitRequest& message) {
  message.set_submission_id(request.submission_id);
  message.set_suite_name(request.suite_name);
  message.set_suite_text(request.suite_text);
  for (const scenarios::Scenario& scenario : request.scenarios) {
    put(scenario, *message.add_scenarios());
  }
  put(request.fault, *message.mutable_fault());
}

Status take(const pb::SubmitRequest& message, SubmitRequest& request) {
  NIGHTJAR_TRY(check_length("suite_name", message.suite_name(), kMaxTextBytes));
  NIGHTJAR_TRY(check_length("suite_text", message.suite_text(), scenarios::kMaxSuiteBytes));
  NIGHTJAR_TRY(check_count("scenarios", message.scenarios_size(), scenarios::kMaxScenarios));
  NIGHTJAR_TRY(check_length("submission_id", message.submission_id(), kMaxTextBytes));
  request.submission_id = message.submission_id();
  request.suite_name = message.suite_name();
  request.suite_text = message.suite_text();
  request.scenarios.resize(static_cast<size_t>(message.scenarios_size()));
  for (int i = 0; i < message.scenarios_size(); ++i) {
    const Status status = take(message.scenarios(i), request.scenarios[static_cast<size_t>(i)]);
    if (!status.ok()) return status.error().in(fmt::format("scenario {}", i + 1));
  }
  return take(message.fault(), request.fault);
}

void put(const SubmitReply& reply, pb::SubmitReply& message) {
  message.set_run_id(reply.run_id);
  message.set_error(reply.error);
}

Status take(const pb::SubmitReply& message, SubmitReply& reply) {
  NIGHTJAR_TRY(check_length("run_id", message.run_id(), kMaxTextBytes));
  NIGHTJAR_TRY(check_length("error", message.error(), kMaxSentenceBytes));
  reply = {message.run_id(), message.error()};
  return {};
}

void put(const StatusRequest& request, pb::StatusRequest& message) {
  message.set_run_id(request.run_id);
  message.set_with_report(request.with_report);
}

Status take(const pb::StatusRequest& message, StatusRequest& request) {
  NIGHTJAR_TRY(check_length("run_id", message.run_id(), kMaxTextBytes));
  request = {message.run_id(), message.with_report()};
  return {};
}

void put(const StatusReply& reply, pb::StatusReply& message) {
  message.set_run_id(reply.run_id);
  message.set_suite_name(reply.suite_name);
  message.set_total(reply.total);
  message.set_queued(reply.queued);
  message.set_leased(reply.leased);
  message.set_done(reply.done);
  message.set_failed(reply.failed);
  message.set_cancelled(reply.cancelled);
  message.set_finished(reply.finished);
  message.set_judged(reply.judged);
  message.set_regressed(reply.regressed);
  message.set_unmeasured(reply.unmeasured);
  message.set_report(reply.report);
  for (const DeviceRow& row : reply.devices) {
    pb::DeviceRow& device = *message.add_devices();
    device.set_worker_id(row.worker_id);
    device.set_device(row.device);
    device.set_device_class(row.device_class);
    device.set_host(row.host);
    device.set_stage(row.stage);
    device.set_job_id(row.job_id);
    device.set_silent_ns(row.silent_ns);
  }
  message.set_error(reply.error);
}

Status take(const pb::StatusReply& message, StatusReply& reply) {
  NIGHTJAR_TRY(check_length("report", message.report(), kMaxReportBytes));
  NIGHTJAR_TRY(check_count("devices", message.devices_size(), kMaxListedWorkers));
  reply.run_id = message.run_id();
  reply.suite_name = message.suite_name();
  reply.total = message.total();
  reply.queued = message.queued();
  reply.leased = message.leased();
  reply.done = message.done();
  reply.failed = message.failed();
  reply.cancelled = message.cancelled();
  reply.finished = message.finished();
  reply.judged = message.judged();
  reply.regressed = message.regressed();
  reply.unmeasured = message.unmeasured();
  reply.report = message.report();
  for (const pb::DeviceRow& row : message.devices()) {
    reply.devices.push_back({row.worker_id(), row.device(), row.device_class(), row.host(),
                             row.stage(), row.job_id(), row.silent_ns()});
  }
  reply.error = message.error();
  return {};
}

void put(const CancelRequest& request, pb::CancelRequest& message) {
  message.set_run_id(request.run_id);
}

Status take(const pb::CancelRequest& message, CancelRequest& request) {
  NIGHTJAR_TRY(check_length("run_id", message.run_id(), kMaxTextBytes));
  request.run_id = message.run_id();
  return {};
}

void put(const Refusal& refusal, pb::Refusal& message) { message.set_sentence(refusal.sentence); }

Status take(const pb::Refusal& message, Refusal& refusal) {
  NIGHTJAR_TRY(check_length("sentence", message.sentence(), kMaxSentenceBytes));
  refusal.sentence = message.sentence();
  return {};
}

}  // namespace nightjar::wire
