// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/trial.h"

#include <algorithm>
#include <random>

#include "kernels/tactic_answer.h"

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

/// Bytes over their whole range, as quantised activations have it.
HostTensor random_bytes(DataType type, const tensor::Dims& dims, std::mt19937_64& random) {
  HostTensor values(type, dims);
  const int64_t least = type == DataType::kInt8 ? -128 : 0;
  for (int64_t i = 0; i < values.count(); ++i) {
    values.set_integer(i, least + static_cast<int64_t>(random() & 255));
  }
  return values;
}

bool is_quantized_bytes(const kernels::Problem& problem, DataType type) {
  return problem.family.starts_with("quantized_") &&
         (type == DataType::kInt8 || type == DataType::kUInt8);
}

size_t bytes_of(const tensor::TensorDesc& desc) {
  return tensor::bytes_for(
      desc.type, tensor::element_count(physical_dims(desc.layout, kernels::dims_of(desc))));
}

}  // namespace

Result<Trial> make_trial(const kernels::Tactic& plain, const kernels::Problem& bound_problem,
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
      trial.inputs.push_back(is_quantized_bytes(bound_problem, desc.type)
                                 ? random_bytes(desc.type, dims, random)
                                 : random_tensor(desc.type, dims, random));
    }
  }
  NIGHTJAR_ASSIGN(trial.expected, kernels::answer_of(plain, bound_problem, trial.inputs));
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
    if (wanted > 0 && values.byte_count() == 0) {
      return unsupported("'" + bound.to_string() +
                         "' cannot be timed: it was verified with input " + std::to_string(i) +
                         " empty, which leaves nothing to repeat");
    }
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
    memory->answers_.emplace_back();
    if (desc.type == DataType::kUndefined) continue;
    memory->answers_.back() =
        HostTensor(desc.type, physical_dims(desc.layout, kernels::dims_of(desc)));
    NIGHTJAR_ASSIGN(auto buffer, device.allocate(memory->answers_.back().byte_count()));
    memory->outputs_.back() = buffer.data();
    memory->buffers_.push_back(std::move(buffer));
  }
  NIGHTJAR_TRY(stream->synchronize());
  return memory;
}

}  // namespace nightjar::build
