// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/graph_timing.h"

#include <algorithm>
#include <random>

#include "engine/device/cuda_graph.h"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kLaunches = 20;
/// Random elements are made once and repeated: many, and of no power of two.
constexpr int64_t kPatternElements = 999983;

size_t bytes_of(const tensor::TensorDesc& desc) {
  if (desc.type == tensor::DataType::kUndefined) return 0;
  return tensor::bytes_for(
      desc.type, tensor::element_count(tensor::physical_dims(desc.layout, dims_of(desc))));
}

tensor::HostTensor random_pattern(tensor::DataType type) {
  tensor::HostTensor pattern(type, {kPatternElements});
  std::mt19937 random(7);
  std::uniform_real_distribution<double> real(-1, 1);
  for (int64_t i = 0; i < kPatternElements; ++i) pattern.set_value(i, real(random));
  return pattern;
}

}  // namespace

Result<device::Buffer> TimedProblem::random_buffer(const tensor::TensorDesc& desc) {
  static const tensor::HostTensor kHalf = random_pattern(tensor::DataType::kFloat16);
  static const tensor::HostTensor kBFloat = random_pattern(tensor::DataType::kBFloat16);
  static const tensor::HostTensor kFloat = random_pattern(tensor::DataType::kFloat32);
  const tensor::HostTensor& pattern = desc.type == tensor::DataType::kFloat16    ? kHalf
                                      : desc.type == tensor::DataType::kBFloat16 ? kBFloat
                                                                                 : kFloat;
  const size_t byte_count = bytes_of(desc);
  NIGHTJAR_ASSIGN(device::Buffer buffer, device_->allocate(byte_count));
  for (size_t done = 0; done < byte_count; done += pattern.byte_count()) {
    const size_t part = std::min(pattern.byte_count(), byte_count - done);
    NIGHTJAR_TRY(device_->copy_to_device(buffer.data() + done, pattern.bytes(), part, *stream_));
  }
  NIGHTJAR_TRY(stream_->synchronize());
  return buffer;
}

Result<TimedProblem> TimedProblem::make(device::Device& device, const Problem& problem) {
  TimedProblem timed(device);
  timed.problem_ = problem;
  NIGHTJAR_ASSIGN(timed.stream_, device.make_stream());
  for (const tensor::TensorDesc& desc : problem.inputs) {
    NIGHTJAR_ASSIGN(device::Buffer buffer, timed.random_buffer(desc));
    timed.inputs_.push_back(std::move(buffer));
  }
  for (const tensor::TensorDesc& desc : problem.outputs) {
    NIGHTJAR_ASSIGN(device::Buffer buffer, device.allocate(bytes_of(desc)));
    timed.outputs_.push_back(std::move(buffer));
  }
  return timed;
}

Result<double> TimedProblem::time_ns(const Tactic& tactic, const std::string& config, int rounds) {
  std::vector<tensor::HostTensor> constants(problem_.inputs.size());
  if (problem_.family == "conv") {
    constants[1] = tensor::HostTensor(problem_.inputs[1].type, dims_of(problem_.inputs[1]));
    const auto values = random_pattern(tensor::DataType::kFloat32);
    for (int64_t i = 0; i < constants[1].count(); ++i) {
      constants[1].set_value(i, values.value_at(i % kPatternElements));
    }
  }
  NIGHTJAR_ASSIGN(const Prepared prepared, tactic.prepare(problem_, config, constants, *device_));
  NIGHTJAR_ASSIGN(const auto launchable, tactic.open(problem_, config, prepared.blob, *device_));
  NIGHTJAR_ASSIGN(device::Buffer workspace, device_->allocate(launchable->workspace_bytes()));
  std::vector<const void*> inputs;
  std::vector<void*> outputs;
  for (size_t i = 0; i < inputs_.size(); ++i) {
    const bool is_absent = problem_.inputs[i].type == tensor::DataType::kUndefined;
    inputs.push_back(is_absent ? nullptr : inputs_[i].data());
  }
  for (device::Buffer& buffer : outputs_) outputs.push_back(buffer.data());
  NIGHTJAR_ASSIGN(
      auto graph, device::CudaGraph::capture(*stream_, [&]() -> Status {
        for (int i = 0; i < kLaunches; ++i) {
          NIGHTJAR_TRY(launchable->launch({inputs, outputs, workspace.data(), stream_.get()}));
        }
        return {};
      }));
  NIGHTJAR_ASSIGN(const auto begin, device_->make_event());
  NIGHTJAR_ASSIGN(const auto end, device_->make_event());
  NIGHTJAR_TRY(graph.launch(*stream_));
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) {
    NIGHTJAR_TRY(begin->record(*stream_));
    NIGHTJAR_TRY(graph.launch(*stream_));
    NIGHTJAR_TRY(end->record(*stream_));
    NIGHTJAR_TRY(end->synchronize());
    NIGHTJAR_ASSIGN(const double elapsed_ns, end->elapsed_ns_since(*begin));
    times.push_back(elapsed_ns / kLaunches);
  }
  std::nth_element(times.begin(), times.begin() + rounds / 2, times.end());
  return times[static_cast<size_t>(rounds) / 2];
}

}  // namespace nightjar::kernels::cuda
