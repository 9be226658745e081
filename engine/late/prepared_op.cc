// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/late/prepared_op.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace nightjar::late {
namespace {

using lower::Operand;
using network::Op;
using tensor::HostTensor;

constexpr size_t kWorkspaceAlignment = 64;

std::byte* aligned(std::vector<std::byte>& bytes) {
  const auto address = reinterpret_cast<uintptr_t>(bytes.data());
  const uintptr_t up = (address + kWorkspaceAlignment - 1) & ~(kWorkspaceAlignment - 1);
  return bytes.data() + (up - address);
}

/// Tactics worth trying, best first; plain is always the last.
std::vector<const kernels::Tactic*> tactics_to_try(const kernels::Problem& problem,
                                                   const device::DeviceInfo& info,
                                                   TacticPolicy policy) {
  std::vector<const kernels::Tactic*> tactics;
  if (policy == TacticPolicy::kFirst) {
    for (const kernels::Tactic* tactic : kernels::tactics_of(problem.family)) {
      if (tactic->source() != kernels::TacticSource::kPlain &&
          tactic->device_kind() == device::DeviceKind::kCpu && tactic->supports(problem, info)) {
        tactics.push_back(tactic);
      }
    }
  }
  const kernels::Tactic* plain = kernels::plain_tactic(problem.family);
  if (plain != nullptr && plain->supports(problem, info)) tactics.push_back(plain);
  return tactics;
}

}  // namespace

Result<std::unique_ptr<PreparedOp>> PreparedOp::prepare(const Op& op,
                                                        std::span<const HostTensor> inputs,
                                                        const std::vector<bool>& is_constant,
                                                        device::Device& device,
                                                        TacticPolicy policy) {
  auto prepared = std::make_unique<PreparedOp>();
  NIGHTJAR_TRY(prepared->infer(op, inputs, is_constant));
  NIGHTJAR_ASSIGN(prepared->lowered_,
                  lower::lower_op(prepared->network_, prepared->network_.op(0)));
  for (const tensor::TensorDesc& desc : prepared->lowered_.temporaries) {
    NIGHTJAR_ASSIGN(tensor::Dims dims, tensor::evaluate(desc.shape, {}));
    prepared->temporaries_.emplace_back(desc.type, std::move(dims));
  }
  for (const lower::Step& step : prepared->lowered_.steps) {
    NIGHTJAR_TRY(prepared->open(step, device, policy));
  }
  NIGHTJAR_ASSIGN(prepared->stream_, device.make_stream());
  return prepared;
}

Status PreparedOp::infer(const Op& op, std::span<const HostTensor> inputs,
                         const std::vector<bool>& is_constant) {
  Op copy = op;
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].defined()) {
      copy.inputs[i] = network::kAbsent;
      continue;
    }
    const std::string name = fmt::format("in{}", i);
    const tensor::TensorDesc desc{inputs[i].type(), tensor::to_shape(inputs[i].dims())};
    copy.inputs[i] =
        is_constant[i] ? network_.add_constant(name, inputs[i]) : network_.add_input(name, desc);
  }
  NIGHTJAR_ASSIGN(const auto ids, network_.add_op(std::move(copy), op.outputs.size()));
  for (size_t i = 0; i < ids.size(); ++i) {
    const network::Tensor& output = network_.tensor(ids[i]);
    outputs_.push_back(output.desc);
    if (op.outputs[i] == network::kAbsent) {
      network_.op(0).outputs[i] = network::kAbsent;
      outputs_.back().type = tensor::DataType::kUndefined;
      continue;
    }
    if (!output.is_plain() || !tensor::constant_dims(output.desc.shape)) {
      return not_yet_known(fmt::format("the extents of output {} are open", i));
    }
  }
  return {};
}

const HostTensor* PreparedOp::constant_of(const Operand& operand) const {
  if (operand.kind == Operand::Kind::kConstant) return &lowered_.constants[operand.index];
  if (operand.kind != Operand::Kind::kOpInput) return nullptr;
  const auto& constant = network_.tensor(network_.op(0).inputs[operand.index]).constant;
  return constant ? &*constant : nullptr;
}

Status PreparedOp::open(const lower::Step& step, device::Device& device, TacticPolicy policy) {
  NIGHTJAR_ASSIGN(const kernels::Problem problem, step.problem.bind({}));
  std::vector<HostTensor> constants;
  for (const Operand& operand : step.inputs) {
    const HostTensor* constant = constant_of(operand);
    constants.push_back(constant == nullptr ? HostTensor() : *constant);
  }
  Error last = unsupported("no tactic solves '" + problem.to_string() + "'");
  for (const kernels::Tactic* tactic : tactics_to_try(problem, device.info(), policy)) {
    auto kernel = open_with(*tactic, problem, constants, device);
    if (kernel.ok()) {
      kernels_.push_back(std::move(*kernel));
      return {};
    }
    last = kernel.error();
  }
  return last;
}

Result<PreparedOp::Kernel> PreparedOp::open_with(const kernels::Tactic& tactic,
                                                 const kernels::Problem& problem,
                                                 std::span<const HostTensor> constants,
                                                 device::Device& device) {
  const std::vector<std::string> configs = tactic.configs(problem, device.info());
  if (configs.empty()) return unsupported("no configuration");
  Kernel kernel;
  NIGHTJAR_ASSIGN(kernel.prepared, tactic.prepare(problem, configs.front(), constants, device));
  NIGHTJAR_ASSIGN(kernel.launchable,
                  tactic.open(problem, configs.front(), kernel.prepared.blob, device));
  const size_t wanted = kernel.launchable->workspace_bytes() + kWorkspaceAlignment;
  if (workspace_.size() < wanted) workspace_.resize(wanted);
  return kernel;
}

Result<std::vector<HostTensor>> PreparedOp::run(std::span<const HostTensor> inputs) {
  std::vector<HostTensor> outputs;
  for (const tensor::TensorDesc& desc : outputs_) {
    const bool is_made = desc.type != tensor::DataType::kUndefined && !lowered_.is_alias;
    outputs.push_back(is_made ? HostTensor(desc.type, *tensor::constant_dims(desc.shape))
                              : HostTensor());
  }
  if (lowered_.is_alias) {
    outputs[0] = inputs[0].reshaped(*tensor::constant_dims(outputs_[0].shape));
  }
  for (size_t step = 0; step < lowered_.steps.size(); ++step) {
    NIGHTJAR_TRY(launch(step, inputs, outputs));
  }
  return outputs;
}

Status PreparedOp::launch(size_t step, std::span<const HostTensor> inputs,
                          std::vector<HostTensor>& outputs) {
  const auto bytes_of = [&](const Operand& operand) -> std::byte* {
    switch (operand.kind) {
      case Operand::Kind::kOpInput:
        return const_cast<std::byte*>(inputs[operand.index].bytes());
      case Operand::Kind::kOpOutput:
        return outputs[operand.index].bytes();
      case Operand::Kind::kTemporary:
        return temporaries_[operand.index].bytes();
      case Operand::Kind::kConstant:
        return lowered_.constants[operand.index].bytes();
      case Operand::Kind::kAbsent:
        break;
    }
    return nullptr;
  };
  const lower::Step& what = lowered_.steps[step];
  const Kernel& kernel = kernels_[step];
  std::vector<const void*> from;
  std::vector<void*> to;
  for (const Operand& operand : what.inputs) from.push_back(bytes_of(operand));
  for (const Operand& operand : what.outputs) to.push_back(bytes_of(operand));
  for (const size_t packed : kernel.prepared.packed_inputs) from[packed] = nullptr;
  return kernel.launchable->launch({from, to, aligned(workspace_), stream_.get()});
}

}  // namespace nightjar::late
