// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/candidate.h"

#include <algorithm>
#include <random>

#include "engine/build/choose/agreement.h"

namespace nightjar::build {
namespace {

using tensor::DataType;
using tensor::HostTensor;

/// Between two events, so that a launch costs what it does inside of an inference.
constexpr double kRecordedNs = 200e3;
constexpr int kMostRecordedLaunches = 10;

/// Random but tame: floats in [-1, 1), small non-negative integers.
HostTensor random_tensor(DataType type, const tensor::Dims& dims, std::mt19937_64& random) {
  HostTensor values(type, dims);
  const bool is_float = tensor::is_float(type);
  if (type == DataType::kFloat32) {
    for (float& value : values.as<float>()) {
      value = static_cast<float>(static_cast<int64_t>(random() >> 40)) * 0x1p-23f - 1.0f;
    }
    return values;
  }
  for (int64_t i = 0; i < values.count(); ++i) {
    if (is_float) {
      values.set_value(i, static_cast<double>(random() >> 11) * 0x1p-52 - 1.0);
    } else {
      values.set_integer(i, static_cast<int64_t>(random() & 1));
    }
  }
  return values;
}

size_t bytes_of(const tensor::TensorDesc& desc) {
  return tensor::bytes_for(
      desc.type, tensor::element_count(physical_dims(desc.layout, kernels::dims_of(desc))));
}

bool allowed(const kernels::Tactic& tactic, const std::vector<std::string>& sources) {
  if (sources.empty() || tactic.source() == kernels::TacticSource::kPlain) return true;
  return std::find(sources.begin(), sources.end(), kernels::name_of(tactic.source())) !=
         sources.end();
}

}  // namespace

std::vector<Candidate> candidates_for(const kernels::Problem& problem,
                                      const kernels::Problem& bound, const device::DeviceInfo& info,
                                      const std::vector<std::string>& allowed_sources) {
  std::vector<Candidate> candidates;
  for (const kernels::Tactic* tactic : kernels::tactics_of(problem.family)) {
    if (tactic->device_kind() != info.kind || tactic->source() == kernels::TacticSource::kHost ||
        !allowed(*tactic, allowed_sources) || !tactic->supports(problem, info)) {
      continue;
    }
    for (std::string& config : tactic->configs(bound, info)) {
      candidates.push_back({tactic, std::move(config)});
    }
  }
  const kernels::Tactic* last = kernels::last_resort(problem.family, info.kind);
  if (candidates.empty() && last != nullptr && last->supports(problem, info)) {
    candidates.push_back({last, ""});
  }
  return candidates;
}

Result<Trial> make_trial(const kernels::Problem& bound_problem,
                         const std::vector<HostTensor>& constants, uint64_t seed) {
  Trial trial{bound_problem, {}, {}};
  std::mt19937_64 random(seed);
  for (size_t i = 0; i < bound_problem.inputs.size(); ++i) {
    const tensor::TensorDesc& desc = bound_problem.inputs[i];
    if (desc.type == DataType::kUndefined) {
      trial.inputs.emplace_back();
    } else if (constants[i].defined()) {
      trial.inputs.push_back(constants[i]);
    } else {
      const auto dims = physical_dims(desc.layout, kernels::dims_of(desc));
      trial.inputs.push_back(random_tensor(desc.type, dims, random));
    }
  }
  NIGHTJAR_ASSIGN(trial.expected, kernels::plain_answer(bound_problem, trial.inputs));
  return trial;
}

Result<std::shared_ptr<TrialMemory>> TrialMemory::make(const kernels::Problem& bound,
                                                       const Trial& trial, device::Device& device) {
  auto memory = std::make_shared<TrialMemory>();
  NIGHTJAR_ASSIGN(const auto stream, device.make_stream());
  for (size_t i = 0; i < trial.inputs.size(); ++i) {
    memory->inputs_.push_back(nullptr);
    const HostTensor& values = trial.inputs[i];
    if (!values.defined()) continue;
    const size_t wanted = bytes_of(bound.inputs[i]);
    NIGHTJAR_ASSIGN(auto buffer, device.allocate(wanted));
    for (size_t done = 0; done < wanted; done += values.byte_count()) {
      const size_t part = std::min(values.byte_count(), wanted - done);
      NIGHTJAR_TRY(device.copy_to_device(buffer.data() + done, values.bytes(), part, *stream));
    }
    memory->inputs_.back() = buffer.data();
    memory->buffers_.push_back(std::move(buffer));
  }
  for (const tensor::TensorDesc& desc : bound.outputs) {
    memory->outputs_.push_back(nullptr);
    if (desc.type == DataType::kUndefined) continue;
    NIGHTJAR_ASSIGN(auto buffer, device.allocate(bytes_of(desc)));
    memory->outputs_.back() = buffer.data();
    memory->buffers_.push_back(std::move(buffer));
  }
  NIGHTJAR_TRY(stream->synchronize());
  return memory;
}

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
  return open(candidate_, bound, std::move(prepared_), std::move(memory), device_);
}

Status OpenedCandidate::launch() {
  return launchable_->launch({inputs_, memory_->outputs(), workspace_.data(), stream_.get()});
}

Status OpenedCandidate::check(const Trial& trial) {
  std::vector<HostTensor> answers;
  for (size_t i = 0; i < trial.expected.size(); ++i) {
    const HostTensor& expected = trial.expected[i];
    answers.emplace_back();
    if (!expected.defined()) continue;
    answers.back() = HostTensor(expected.type(), expected.dims());
    // A pattern that is no plausible answer, so that an element never written is found.
    std::fill_n(answers.back().bytes(), answers.back().byte_count(), std::byte{0xcd});
    NIGHTJAR_TRY(device_.copy_to_device(memory_->outputs()[i], answers.back().bytes(),
                                        answers.back().byte_count(), *stream_));
  }
  NIGHTJAR_TRY(launch());
  for (size_t i = 0; i < trial.expected.size(); ++i) {
    if (!trial.expected[i].defined()) continue;
    NIGHTJAR_TRY(device_.copy_to_host(answers[i].bytes(), memory_->outputs()[i],
                                      answers[i].byte_count(), *stream_));
    NIGHTJAR_TRY(stream_->synchronize());
    NIGHTJAR_TRY(check_agreement(trial.expected[i], answers[i]));
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

Result<double> OpenedCandidate::time_once() {
  if (recording_ == nullptr && device_.info().kind != device::DeviceKind::kCpu) {
    NIGHTJAR_TRY(begin_timing());
  }
  NIGHTJAR_TRY(before_->record(*stream_));
  NIGHTJAR_TRY(recording_ == nullptr ? launch() : recording_->launch(*stream_));
  NIGHTJAR_TRY(after_->record(*stream_));
  NIGHTJAR_TRY(after_->synchronize());
  NIGHTJAR_ASSIGN(const double ns, after_->elapsed_ns_since(*before_));
  return recording_ == nullptr ? ns : ns / recorded_launches_;
}

}  // namespace nightjar::build
