// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/kernels/cuda_harness.h"

#include <cstring>

#include "kernels/gemm/tf32.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::HostTensor;

/// Device memory with the bytes of a tensor, or poison.
struct Operands {
  std::vector<device::Buffer> buffers;
  std::vector<void*> pointers;

  Status add(device::Device& device, device::Stream& stream, const void* bytes, size_t count) {
    NIGHTJAR_ASSIGN(device::Buffer buffer, device.allocate(count));
    NIGHTJAR_TRY(device.copy_to_device(buffer.data(), bytes, count, stream));
    NIGHTJAR_TRY(stream.synchronize());
    pointers.push_back(buffer.data());
    buffers.push_back(std::move(buffer));
    return {};
  }
};

size_t bytes_of(const tensor::TensorDesc& desc) {
  return tensor::bytes_for(
      desc.type, tensor::element_count(tensor::physical_dims(desc.layout, dims_of(desc))));
}

}  // namespace

double tolerance_of(DataType type, bool in_tf32) {
  if (in_tf32 && type == DataType::kFloat32) return 2e-3;
  if (type == DataType::kFloat16) return 2e-3;
  if (type == DataType::kBFloat16) return 1.6e-2;
  return tensor::is_float(type) ? 2e-5 : 0;
}

void CudaTactics::SetUp() {
  auto opened = device::open_device("cuda:0");
  if (!opened.ok()) GTEST_SKIP() << opened.error().message;
  device_ = *std::move(opened);
}

bool CudaTactics::supports(std::string_view tactic, const Problem& problem) const {
  return find_tactic(tactic)->supports(problem, device_->info());
}

Result<std::vector<HostTensor>> CudaTactics::run(const Tactic& tactic, const Problem& problem,
                                                 const std::string& config,
                                                 const std::vector<HostTensor>& inputs,
                                                 const std::set<size_t>& constant) {
  std::vector<HostTensor> constants(inputs.size());
  for (const size_t i : constant) constants[i] = inputs[i];
  NIGHTJAR_ASSIGN(const Prepared prepared, tactic.prepare(problem, config, constants, *device_));
  NIGHTJAR_ASSIGN(const auto launchable, tactic.open(problem, config, prepared.blob, *device_));
  NIGHTJAR_ASSIGN(const auto stream, device_->make_stream());
  Operands sources, targets;
  for (const HostTensor& input : inputs) {
    if (!input.defined()) {
      sources.pointers.push_back(nullptr);
      continue;
    }
    NIGHTJAR_TRY(sources.add(*device_, *stream, input.bytes(), input.byte_count()));
  }
  for (const size_t i : prepared.packed_inputs) sources.pointers[i] = nullptr;
  for (const tensor::TensorDesc& desc : problem.outputs) {
    if (desc.type == DataType::kUndefined) {
      targets.pointers.push_back(nullptr);
      continue;
    }
    const std::vector<unsigned char> poison(bytes_of(desc), 0xff);
    NIGHTJAR_TRY(targets.add(*device_, *stream, poison.data(), poison.size()));
  }
  NIGHTJAR_ASSIGN(device::Buffer workspace, device_->allocate(launchable->workspace_bytes()));
  const std::vector<const void*> input_pointers(sources.pointers.begin(), sources.pointers.end());
  NIGHTJAR_TRY(
      launchable->launch({input_pointers, targets.pointers, workspace.data(), stream.get()}));
  std::vector<HostTensor> outputs;
  for (size_t i = 0; i < problem.outputs.size(); ++i) {
    const tensor::TensorDesc& desc = problem.outputs[i];
    if (desc.type == DataType::kUndefined) {
      outputs.emplace_back();
      continue;
    }
    outputs.emplace_back(desc.type, tensor::physical_dims(desc.layout, dims_of(desc)));
    NIGHTJAR_TRY(
        device_->copy_to_host(outputs[i].bytes(), targets.pointers[i], bytes_of(desc), *stream));
  }
  NIGHTJAR_TRY(stream->synchronize());
  return outputs;
}

void CudaTactics::expect_agreement(std::string_view name, const Problem& problem,
                                   const std::set<size_t>& constant,
                                   std::vector<HostTensor> inputs) {
  SCOPED_TRACE(problem.to_string());
  const Tactic* tactic = find_tactic(name);
  ASSERT_NE(tactic, nullptr) << name;
  ASSERT_TRUE(tactic->supports(problem, device_->info())) << name;
  if (inputs.empty()) inputs = random_operands(problem, random_);
  const auto expected = plain_answer(problem, inputs);
  ASSERT_TRUE(expected.ok()) << expected.error().message;
  for (const std::string& config : tactic->configs(problem, device_->info())) {
    SCOPED_TRACE(std::string(name) + " " + config);
    const auto actual = run(*tactic, problem, config, inputs, constant);
    if (!actual.ok() && tactic->source() == TacticSource::kCublasLt && config != "0") continue;
    ASSERT_TRUE(actual.ok()) << actual.error().message;
    for (size_t i = 0; i < expected->size(); ++i) {
      const tensor::TensorDesc& desc = problem.outputs[i];
      if (desc.type == DataType::kUndefined) continue;
      EXPECT_LE(
          worst_error(logical_values(desc, (*expected)[i]), logical_values(desc, (*actual)[i])),
          tolerance_of(desc.type, allows_tf32(problem)));
    }
  }
}

}  // namespace nightjar::kernels::testing
