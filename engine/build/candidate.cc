// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/candidate.h"

#include <algorithm>
#include <random>

#include "engine/build/agreement.h"

namespace nightjar::build {
namespace {

using tensor::DataType;
using tensor::HostTensor;

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

bool allowed(const kernels::Tactic& tactic, const std::vector<std::string>& sources) {
  if (sources.empty() || tactic.source() == kernels::TacticSource::kPlain) return true;
  return std::find(sources.begin(), sources.end(), kernels::name_of(tactic.source())) !=
         sources.end();
}

}  // namespace

std::vector<Candidate> candidates_for(const kernels::Problem& problem,
                                      const device::DeviceInfo& info,
                                      const std::vector<std::string>& allowed_sources) {
  std::vector<Candidate> candidates;
  for (const kernels::Tactic* tactic : kernels::tactics_of(problem.family)) {
    if (tactic->device_kind() != info.kind || !allowed(*tactic, allowed_sources) ||
        !tactic->supports(problem, info)) {
      continue;
    }
    for (std::string& config : tactic->configs(problem, info)) {
      candidates.push_back({tactic, std::move(config)});
    }
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

Result<std::unique_ptr<OpenedCandidate>> OpenedCandidate::open(
    const Candidate& candidate, const kernels::Problem& problem, const Trial& trial,
    const std::vector<HostTensor>& constants, device::Device& device) {
  NIGHTJAR_ASSIGN(auto prepared,
                  candidate.tactic->prepare(problem, candidate.config, constants, device));
  std::unique_ptr<OpenedCandidate> opened(new OpenedCandidate(device, std::move(prepared)));
  NIGHTJAR_ASSIGN(opened->launchable_, candidate.tactic->open(trial.problem, candidate.config,
                                                              opened->prepared_.blob, device));
  NIGHTJAR_ASSIGN(opened->stream_, device.make_stream());
  NIGHTJAR_ASSIGN(opened->before_, device.make_event());
  NIGHTJAR_ASSIGN(opened->after_, device.make_event());
  NIGHTJAR_TRY(opened->place(trial));
  return opened;
}

Status OpenedCandidate::place(const Trial& trial) {
  const auto& packed = prepared_.packed_inputs;
  for (size_t i = 0; i < trial.inputs.size(); ++i) {
    const bool bound =
        trial.inputs[i].defined() && std::find(packed.begin(), packed.end(), i) == packed.end();
    inputs_.push_back(nullptr);
    if (!bound) continue;
    NIGHTJAR_ASSIGN(auto buffer, device_.allocate(trial.inputs[i].byte_count()));
    NIGHTJAR_TRY(device_.copy_to_device(buffer.data(), trial.inputs[i].bytes(),
                                        trial.inputs[i].byte_count(), *stream_));
    inputs_.back() = buffer.data();
    buffers_.push_back(std::move(buffer));
  }
  for (const HostTensor& expected : trial.expected) {
    outputs_.push_back(nullptr);
    if (!expected.defined()) continue;
    NIGHTJAR_ASSIGN(auto buffer, device_.allocate(expected.byte_count()));
    outputs_.back() = buffer.data();
    buffers_.push_back(std::move(buffer));
  }
  NIGHTJAR_ASSIGN(workspace_, device_.allocate(launchable_->workspace_bytes()));
  return stream_->synchronize();
}

Status OpenedCandidate::launch() {
  return launchable_->launch({inputs_, outputs_, workspace_.data(), stream_.get()});
}

Status OpenedCandidate::check(const Trial& trial) {
  std::vector<HostTensor> answers;
  for (size_t i = 0; i < outputs_.size(); ++i) {
    const HostTensor& expected = trial.expected[i];
    answers.emplace_back();
    if (!expected.defined()) continue;
    answers.back() = HostTensor(expected.type(), expected.dims());
    // A pattern that is no plausible answer, so that an element never written is found.
    std::fill_n(answers.back().bytes(), answers.back().byte_count(), std::byte{0xcd});
    NIGHTJAR_TRY(device_.copy_to_device(outputs_[i], answers.back().bytes(),
                                        answers.back().byte_count(), *stream_));
  }
  NIGHTJAR_TRY(launch());
  for (size_t i = 0; i < outputs_.size(); ++i) {
    if (!trial.expected[i].defined()) continue;
    NIGHTJAR_TRY(
        device_.copy_to_host(answers[i].bytes(), outputs_[i], answers[i].byte_count(), *stream_));
    NIGHTJAR_TRY(stream_->synchronize());
    NIGHTJAR_TRY(check_agreement(trial.expected[i], answers[i]));
  }
  return {};
}

Result<double> OpenedCandidate::time_once() {
  NIGHTJAR_TRY(before_->record(*stream_));
  NIGHTJAR_TRY(launch());
  NIGHTJAR_TRY(after_->record(*stream_));
  NIGHTJAR_TRY(after_->synchronize());
  return after_->elapsed_ns_since(*before_);
}

}  // namespace nightjar::build
