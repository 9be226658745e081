// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/child_measurer.h"

#include "worker/job_frames.h"
#include "worker/thread_binding.h"

namespace nightjar::worker {
namespace {

constexpr int kHelloMs = 60'000;
constexpr int kSendMs = 5'000;
constexpr int kEndMs = 5'000;

}  // namespace

Result<record::Environment> ChildMeasurer::ask_environment() {
  NIGHTJAR_ASSIGN(auto child, ChildProcess::start(spec_));
  auto frame = child.link().receive(kHelloMs);
  if (!frame.ok()) {
    return internal_error("the measuring process " + child.end(kEndMs) + " before it said hello");
  }
  if (!*frame) return Error{ErrorKind::kTimeout, "the measuring process says nothing"};
  if ((*frame)->kind == FrameKind::kResult) {
    NIGHTJAR_ASSIGN(const auto refusal, wire::decode_result((*frame)->payload));
    return internal_error(refusal.error);
  }
  NIGHTJAR_ASSIGN(auto hello, wire::decode_result((*frame)->payload));
  return std::move(hello.environment);
}

Status ChildMeasurer::start(const wire::Lease& lease) {
  stop();
  ChildSpec spec = spec_;
  // A device without cores of its own, a GPU, leaves the threads of its host program alone.
  const int all = static_cast<int>(spec.cores.size());
  const int threads = lease.scenario.threads > 0 ? lease.scenario.threads : all;
  for (std::string& entry : thread_environment(threads)) {
    spec.extra_environment.push_back(std::move(entry));
  }
  NIGHTJAR_ASSIGN(const auto job, wire::encode_lease(lease));
  NIGHTJAR_ASSIGN(child_, ChildProcess::start(spec));
  job_id_ = lease.job_id;
  token_ = lease.token;
  const Status sent = child_->link().send(FrameKind::kJob, job, kSendMs);
  // A child that is dead already is heard of next, with how it died.
  if (sent.ok() || sent.error().kind == ErrorKind::kNotFound) return {};
  stop();
  return sent;
}

Event ChildMeasurer::died(const std::string& how) {
  ChildDied event{how.empty() ? child_->end(kEndMs) : how};
  child_.reset();
  return event;
}

Event ChildMeasurer::event_of(const Frame& frame) {
  if (frame.kind == FrameKind::kStage) {
    const auto stage = decode_stage(frame.payload);
    if (!stage.ok()) return died("sent a stage that cannot be read");
    return StageReached{job_id_, token_, stage->what, stage->progress};
  }
  if (frame.kind != FrameKind::kResult) return Tick{};
  auto result = wire::decode_result(frame.payload);
  if (!result.ok()) return died("sent a result that cannot be read: " + result.error().message);
  // Its work is done; it ends by itself or with its owner.
  child_.reset();
  return JobEnded{job_id_, token_, std::move(*result)};
}

std::optional<Event> ChildMeasurer::hear() {
  if (!child_) return std::nullopt;
  const auto frame = child_->link().receive(0);
  if (!frame.ok()) return died("");
  if (!*frame) return std::nullopt;
  return event_of(**frame);
}

}  // namespace nightjar::worker
