// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/lower/op_runner.h"

#include <random>

#include "kernels/common/tactic.h"

namespace nightjar::lower::testing {

using tensor::HostTensor;
using tensor::Layout;

Result<OneOp> make_op(const std::string& type, const tensor::Attributes& attributes,
                      const std::vector<Given>& operands, size_t output_count) {
  OneOp one;
  network::Op op;
  const size_t colons = type.find("::");
  op.domain = colons == std::string::npos ? "" : type.substr(0, colons);
  op.type = colons == std::string::npos ? type : type.substr(colons + 2);
  op.name = "subject";
  op.attributes = attributes;
  for (size_t i = 0; i < operands.size(); ++i) {
    const HostTensor& value = operands[i].value;
    const std::string name = "in" + std::to_string(i);
    if (!value.defined()) {
      op.inputs.push_back(network::kAbsent);
    } else if (operands[i].is_constant) {
      op.inputs.push_back(one.network.add_constant(name, value));
    } else {
      op.inputs.push_back(
          one.network.add_input(name, {value.type(), tensor::to_shape(value.dims())}));
    }
  }
  NIGHTJAR_ASSIGN(const auto outputs, one.network.add_op(std::move(op), output_count));
  for (size_t i = 0; i < outputs.size(); ++i) {
    one.network.add_output(outputs[i], "out" + std::to_string(i));
  }
  one.op = one.network.topological_order().front();
  return one;
}

HostTensor random_tensor(const tensor::Dims& dims, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<float> real(-1, 1);
  HostTensor value(tensor::DataType::kFloat32, dims);
  for (float& element : value.as<float>()) element = real(random);
  return value;
}

Result<std::vector<HostTensor>> run_op(const OneOp& one, const std::vector<HostTensor>& operands) {
  const network::Op& op = one.network.op(one.op);
  NIGHTJAR_ASSIGN(const LoweredOp lowered, lower_op(one.network, op));
  if (lowered.is_alias) return std::vector<HostTensor>{operands[0]};
  std::vector<HostTensor> outputs(op.outputs.size()), temporaries(lowered.temporaries.size());
  const auto value_of = [&](const Operand& operand) -> HostTensor {
    switch (operand.kind) {
      case Operand::Kind::kOpInput:
        return operands[operand.index];
      case Operand::Kind::kOpOutput:
        return outputs[operand.index];
      case Operand::Kind::kTemporary:
        return temporaries[operand.index];
      case Operand::Kind::kConstant:
        return lowered.constants[operand.index];
      case Operand::Kind::kAbsent:
        break;
    }
    return {};
  };
  for (const Step& step : lowered.steps) {
    std::vector<HostTensor> inputs;
    for (const Operand& operand : step.inputs) inputs.push_back(value_of(operand));
    NIGHTJAR_ASSIGN(const auto answers, kernels::plain_answer(step.problem, inputs));
    for (size_t i = 0; i < step.outputs.size(); ++i) {
      const Operand& target = step.outputs[i];
      if (target.kind == Operand::Kind::kAbsent) continue;
      auto& list = target.kind == Operand::Kind::kOpOutput ? outputs : temporaries;
      list[target.index] = answers[i];
    }
  }
  return outputs;
}

namespace {

/// Calls `visit(logical position, position in memory)` for every element.
template <typename Visit>
void for_each_place(const tensor::Dims& dims, Layout layout, Visit visit) {
  const tensor::Dims strides = tensor::row_major_strides(tensor::physical_dims(layout, dims));
  const auto rank = static_cast<int>(dims.size());
  for (int64_t position = 0; position < tensor::element_count(dims); ++position) {
    int64_t rest = position, place = 0;
    for (int axis = rank - 1; axis >= 0; --axis) {
      int64_t index = rest % dims[static_cast<size_t>(axis)];
      rest /= dims[static_cast<size_t>(axis)];
      if (axis == 1 && layout == Layout::kChannelsBlocked16) {
        place += index % tensor::kChannelBlock;
        index /= tensor::kChannelBlock;
      }
      place += index * strides[static_cast<size_t>(tensor::physical_axis(layout, rank, axis))];
    }
    visit(position, place);
  }
}

}  // namespace

HostTensor to_layout(const HostTensor& value, Layout layout) {
  HostTensor moved(value.type(), tensor::physical_dims(layout, value.dims()));
  for_each_place(value.dims(), layout, [&](int64_t position, int64_t place) {
    moved.set_value(place, value.value_at(position));
  });
  return moved;
}

HostTensor from_layout(const HostTensor& value, Layout layout, const tensor::Dims& dims) {
  HostTensor moved(value.type(), dims);
  for_each_place(dims, layout, [&](int64_t position, int64_t place) {
    moved.set_value(position, value.value_at(place));
  });
  return moved;
}

}  // namespace nightjar::lower::testing
