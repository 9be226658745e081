// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/opened_candidate.h"

#include <algorithm>
#include <cstring>

#include "base/digest.h"
#include "engine/build/choose/agreement.h"
#include "engine/build/choose/repeated_items.h"

namespace nightjar::build {
namespace {

using tensor::HostTensor;

/// Between two events, so that a launch costs what it does inside of an inference.
constexpr double kRecordedNs = 200e3;
constexpr int kMostRecordedLaunches = 10;

}  // namespace

Result<std::unique_ptr<OpenedCandidate>> OpenedCandidate::open(const Candidate& candidate,
                                                               const kernels::Problem& bound,
                                                               kernels::Prepared prepared,
                                                               std::shared_ptr<TrialMemory> memory,
                                                               device::Device& device) {
  std::unique_ptr<OpenedCandidate> opened(
      new OpenedCandidate(candidate, device, std::move(prepared)));
  NIGHTJAR_ASSIGN(opened->launchable_,
                  candidate.tactic->open(bound, candidate.config, opened->prepared_.blob, device));
  NIGHTJAR_ASSIGN(opened->stream_, device.make_stream());
  NIGHTJAR_ASSIGN(opened->before_, device.make_event());
  NIGHTJAR_ASSIGN(opened->after_, device.make_event());
  opened->inputs_ = memory->inputs();
  for (const size_t packed : opened->prepared_.packed_inputs) opened->inputs_[packed] = nullptr;
  opened->memory_ = std::move(memory);
  NIGHTJAR_ASSIGN(opened->workspace_, device.allocate(opened->launchable_->workspace_bytes()));
  return opened;
}

Result<std::unique_ptr<OpenedCandidate>> OpenedCandidate::reopen(
    const kernels::Problem& bound, std::shared_ptr<TrialMemory> memory) {
  NIGHTJAR_ASSIGN(auto opened,
                  open(candidate_, bound, std::move(prepared_), std::move(memory), device_));
  opened->output_digest_ = output_digest_;
  return opened;
}

Status OpenedCandidate::launch() {
  return launchable_->launch({inputs_, memory_->outputs(), workspace_.data(), stream_.get()});
}

Status OpenedCandidate::answer_anew(const Clock* clock) {
  std::vector<HostTensor>& answers = memory_->answers();
  for (size_t i = 0; i < answers.size(); ++i) {
    if (!answers[i].defined()) continue;
    // A pattern that is no plausible answer, so that an element never written is found.
    std::memset(answers[i].bytes(), 0xcd, answers[i].byte_count());
    NIGHTJAR_TRY(device_.copy_to_device(memory_->outputs()[i], answers[i].bytes(),
                                        answers[i].byte_count(), *stream_));
  }
  NIGHTJAR_TRY(stream_->synchronize());
  const int64_t start_ns = clock == nullptr ? 0 : clock->steady_ns();
  NIGHTJAR_TRY(launch());
  if (clock != nullptr) first_ns_ = static_cast<double>(clock->steady_ns() - start_ns);
  for (size_t i = 0; i < answers.size(); ++i) {
    if (!answers[i].defined()) continue;
    NIGHTJAR_TRY(device_.copy_to_host(answers[i].bytes(), memory_->outputs()[i],
                                      answers[i].byte_count(), *stream_));
  }
  return stream_->synchronize();
}

std::vector<uint64_t> OpenedCandidate::answer_checksums() const {
  std::vector<uint64_t> checksums;
  for (const HostTensor& answer : memory_->answers()) {
    checksums.push_back(checksum64(answer.byte_span()));
  }
  return checksums;
}

void OpenedCandidate::note_digest() {
  std::string digests;
  for (const HostTensor& answer : memory_->answers()) {
    if (answer.defined()) digests += sha256_hex(answer.byte_span());
  }
  output_digest_ = sha256_hex(digests);
}

Status OpenedCandidate::check(const Trial& trial, const Clock& clock) {
  const bool is_cpu = device_.info().kind == device::DeviceKind::kCpu;
  NIGHTJAR_TRY(answer_anew(is_cpu ? &clock : nullptr));
  checksums_ = answer_checksums();
  for (size_t i = 0; i < trial.expected.size(); ++i) {
    if (!trial.expected[i].defined()) continue;
    NIGHTJAR_TRY(
        check_agreement(trial.expected[i], memory_->answers()[i], agreement_of(trial.problem)));
  }
  return {};
}

Status OpenedCandidate::check_repeats(size_t times) {
  for (size_t i = 0; i < times; ++i) {
    NIGHTJAR_TRY(answer_anew());
    const std::vector<uint64_t> checksums = answer_checksums();
    if (checksums_.empty()) checksums_ = checksums;
    if (checksums != checksums_) {
      return internal_error("its answer changed from one launch to another");
    }
  }
  return {};
}

Status OpenedCandidate::check_larger(const Trial& trial) {
  NIGHTJAR_TRY(answer_anew());
  for (size_t i = 0; i < trial.expected.size(); ++i) {
    if (!trial.expected[i].defined()) continue;
    NIGHTJAR_TRY(check_repetitions(trial.expected[i], memory_->answers()[i].byte_span(),
                                   agreement_of(trial.problem)));
  }
  return {};
}

/// The first launch may load code, which a recording must not.
Status OpenedCandidate::begin_timing() {
  NIGHTJAR_TRY(launch());
  NIGHTJAR_TRY(before_->record(*stream_));
  NIGHTJAR_TRY(launch());
  NIGHTJAR_TRY(after_->record(*stream_));
  NIGHTJAR_TRY(after_->synchronize());
  NIGHTJAR_ASSIGN(const double once_ns, after_->elapsed_ns_since(*before_));
  recorded_launches_ =
      std::clamp(static_cast<int>(kRecordedNs / std::max(once_ns, 1.0)), 1, kMostRecordedLaunches);
  NIGHTJAR_ASSIGN(recording_, device_.record(*stream_, [this]() -> Status {
    for (int i = 0; i < recorded_launches_; ++i) NIGHTJAR_TRY(launch());
    return {};
  }));
  return recording_ == nullptr ? Status() : recording_->launch(*stream_);
}

Result<double> OpenedCandidate::time_once(const Clock& clock) {
  if (device_.info().kind != device::DeviceKind::kCpu) return time_recorded();
  const int64_t start_ns = clock.steady_ns();
  NIGHTJAR_TRY(launch());
  return static_cast<double>(clock.steady_ns() - start_ns);
}

Result<double> OpenedCandidate::time_recorded() {
  if (recording_ == nullptr) NIGHTJAR_TRY(begin_timing());
  NIGHTJAR_TRY(before_->record(*stream_));
  NIGHTJAR_TRY(recording_ == nullptr ? launch() : recording_->launch(*stream_));
  NIGHTJAR_TRY(after_->record(*stream_));
  NIGHTJAR_TRY(after_->synchronize());
  NIGHTJAR_ASSIGN(const double ns, after_->elapsed_ns_since(*before_));
  return recording_ == nullptr ? ns : ns / recorded_launches_;
}

}  // namespace nightjar::build
