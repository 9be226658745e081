// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/lower/lowering.h"

#include "engine/network/shape_rule.h"

namespace nightjar::lower {

using tensor::Dim;
using tensor::Layout;
using tensor::TensorDesc;

TensorDesc in_memory(const TensorDesc& desc) {
  return {desc.type, tensor::physical_shape(desc.layout, desc.shape), Layout::kRowMajor};
}

const tensor::HostTensor* Lowering::constant(size_t index) const {
  return has_input(index) && input(index).constant ? &*input(index).constant : nullptr;
}

std::optional<std::vector<Dim>> Lowering::elements(size_t index) const {
  if (!has_input(index)) return std::nullopt;
  const tensor::HostTensor* bytes = constant(index);
  if (bytes == nullptr) return input(index).elements;
  if (!tensor::is_integer(bytes->type()) && bytes->type() != tensor::DataType::kBool) {
    return std::nullopt;
  }
  const std::vector<int64_t> values = bytes->to_integers();
  return std::vector<Dim>(values.begin(), values.end());
}

Result<std::vector<int64_t>> Lowering::integers(size_t index, const char* what) const {
  const auto known = elements(index);
  std::optional<tensor::Dims> values;
  if (known) values = tensor::constant_dims(*known);
  if (!values) return not_yet_known(std::string(what) + " must be known before running");
  return *std::move(values);
}

Result<int64_t> Lowering::axis(int64_t fallback) const {
  NIGHTJAR_ASSIGN(const int axis,
                  network::normalize_axis(attributes().get_int("axis", fallback), rank()));
  return int64_t{axis};
}

Argument Lowering::input_argument(size_t index) const {
  if (!has_input(index)) return {};
  return {{Operand::Kind::kOpInput, index}, input(index).desc};
}

Argument Lowering::output_argument(size_t index) const {
  if (!has_output(index)) return {};
  return {{Operand::Kind::kOpOutput, index}, output(index).desc};
}

Argument Lowering::input_in_memory(size_t index) const {
  Argument argument = input_argument(index);
  argument.desc = in_memory(argument.desc);
  return argument;
}

Argument Lowering::output_in_memory(size_t index) const {
  Argument argument = output_argument(index);
  argument.desc = in_memory(argument.desc);
  return argument;
}

Status Lowering::expect_row_major() const {
  for (const auto* ids : {&op_.inputs, &op_.outputs}) {
    for (const network::TensorId id : *ids) {
      if (id == network::kAbsent || network_.tensor(id).desc.layout == Layout::kRowMajor) continue;
      return refuse("operands must be row-major");
    }
  }
  return {};
}

Status Lowering::expect_one_layout() const {
  for (const auto* ids : {&op_.inputs, &op_.outputs}) {
    for (const network::TensorId id : *ids) {
      if (id == network::kAbsent || network_.tensor(id).constant) continue;
      if (network_.tensor(id).desc.layout != output().desc.layout) {
        return refuse("operands must lie in one layout");
      }
    }
  }
  return {};
}

Argument Lowering::add_temporary(TensorDesc desc) {
  lowered_.temporaries.push_back(desc);
  return {{Operand::Kind::kTemporary, lowered_.temporaries.size() - 1}, std::move(desc)};
}

Argument Lowering::add_constant(tensor::HostTensor value) {
  const TensorDesc desc{value.type(), tensor::to_shape(value.dims()), Layout::kRowMajor};
  lowered_.constants.push_back(std::move(value));
  return {{Operand::Kind::kConstant, lowered_.constants.size() - 1}, desc};
}

void Lowering::add_step(kernels::Problem problem, const std::vector<Argument>& inputs,
                        const std::vector<Argument>& outputs) {
  Step step;
  problem.inputs.clear();
  problem.outputs.clear();
  for (const Argument& argument : inputs) {
    problem.inputs.push_back(argument.desc);
    step.inputs.push_back(argument.operand);
  }
  for (const Argument& argument : outputs) {
    problem.outputs.push_back(argument.desc);
    step.outputs.push_back(argument.operand);
  }
  step.problem = std::move(problem);
  lowered_.steps.push_back(std::move(step));
}

LoweredOp Lowering::take_alias() {
  LoweredOp alias;
  alias.is_alias = true;
  return alias;
}

Argument reshaped(Argument argument, tensor::Shape shape) {
  argument.desc.shape = std::move(shape);
  return argument;
}

}  // namespace nightjar::lower
