// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "coordinator/desk.h"

#include <fmt/format.h>

namespace nightjar::coordinator {
namespace {

constexpr size_t kRememberedSubmissions = 256;

bool is_unmeasured(record::VerdictKind kind) {
  return kind == record::VerdictKind::kFailed || kind == record::VerdictKind::kNotMeasured;
}

}  // namespace

wire::Message FrontDesk::answer(const wire::Message& request) {
  if (const auto* asked = std::get_if<wire::SubmitRequest>(&request)) return submit(*asked);
  if (const auto* asked = std::get_if<wire::StatusRequest>(&request)) return status(*asked);
  if (const auto* asked = std::get_if<wire::CancelRequest>(&request)) return cancel(*asked);
  return wire::Refusal{fmt::format("a coordinator takes no {}", wire::name_of(request))};
}

wire::SubmitReply FrontDesk::submit(const wire::SubmitRequest& request) {
  for (const auto& [submission, run] : submissions_) {
    if (!submission.empty() && submission == request.submission_id) return {run, ""};
  }
  if (request.scenarios.empty()) return {"", "the submission holds no scenario"};
  const auto run = server_.submit(
      {request.suite_name, request.suite_text, request.scenarios, {}, request.fault, 0});
  if (!run.ok()) return {"", run.error().message};
  const std::string id = record::run_id(run->sequence);
  submissions_.emplace_back(request.submission_id, id);
  if (submissions_.size() > kRememberedSubmissions) submissions_.pop_front();
  return {id, ""};
}

Status FrontDesk::fill_verdicts(const record::Run& run, bool with_report,
                                wire::StatusReply& reply) {
  NIGHTJAR_ASSIGN(const auto verdicts, store_.verdicts().load(run.sequence));
  reply.judged = run.finished() && (!verdicts.empty() || reply.total == 0);
  for (const record::Verdict& verdict : verdicts) {
    reply.regressed += verdict.kind == record::VerdictKind::kRegressed ? 1 : 0;
    reply.unmeasured += is_unmeasured(verdict.kind) ? 1 : 0;
  }
  if (!with_report || !reply.judged) return {};
  NIGHTJAR_ASSIGN(reply.report, print_report_(store_, run));
  return {};
}

Status FrontDesk::fill(const wire::StatusRequest& request, wire::StatusReply& reply) {
  const std::string id = request.run_id.empty() ? "latest" : request.run_id;
  NIGHTJAR_ASSIGN(const record::Run run, store_.runs().find(id));
  NIGHTJAR_ASSIGN(const record::JobCounts counts, store_.runs().counts(run.sequence));
  reply.run_id = record::run_id(run.sequence);
  reply.suite_name = run.suite_name;
  reply.total = counts.total();
  reply.queued = counts.queued;
  reply.leased = counts.leased;
  reply.done = counts.done;
  reply.failed = counts.failed;
  reply.cancelled = counts.cancelled;
  reply.finished = run.finished();
  return fill_verdicts(run, request.with_report, reply);
}

void FrontDesk::fill_devices(wire::StatusReply& reply) const {
  const int64_t now_ns = clock_.steady_ns();
  for (const auto& [id, entry] : server_.state().roster.entries()) {
    const wire::WorkerState& worker = entry.worker;
    reply.devices.push_back({id, worker.device, worker.device_class, worker.host, worker.stage,
                             worker.job_id, now_ns - entry.last_heard_ns});
  }
}

wire::StatusReply FrontDesk::status(const wire::StatusRequest& request) {
  wire::StatusReply reply;
  fill_devices(reply);
  const Status filled = fill(request, reply);
  // Without any run there is still something to say about devices.
  const bool is_empty_store =
      request.run_id.empty() && !filled.ok() && filled.error().kind == ErrorKind::kNotFound;
  if (!filled.ok() && !is_empty_store) reply.error = filled.error().message;
  return reply;
}

wire::StatusReply FrontDesk::cancel(const wire::CancelRequest& request) {
  const auto run = store_.runs().find(request.run_id);
  Status cancelled;
  if (!run.ok()) {
    cancelled = run.error();
  } else if (!run->finished()) {
    cancelled = server_.cancel(run->sequence, "cancelled by a person");
  }
  wire::StatusReply reply = status({request.run_id, false});
  if (!cancelled.ok()) reply.error = cancelled.error().message;
  return reply;
}

}  // namespace nightjar::coordinator
