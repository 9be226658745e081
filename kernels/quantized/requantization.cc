// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/quantized/requantization.h"

#include <fmt/format.h>

#include <cmath>

namespace nightjar::kernels {
namespace {

using tensor::DataType;

bool is_scale(double value) { return std::isfinite(value) && value > 0; }

bool is_zero_point(int64_t value) { return value >= -128 && value <= 255; }

bool is_value_type(DataType type) {
  return is_byte(type) || type == DataType::kFloat32 || type == DataType::kFloat16;
}

}  // namespace

bool is_byte(DataType type) { return type == DataType::kInt8 || type == DataType::kUInt8; }

Result<Requantization> Requantization::from_attributes(const tensor::Attributes& attributes) {
  Requantization read;
  read.x_zero = attributes.get_int("x_zero", 0);
  read.residual_scale = attributes.get_float("residual_scale", 1);
  read.residual_zero = attributes.get_int("residual_zero", 0);
  read.y_scale = attributes.get_float("y_scale", 1);
  read.y_zero = attributes.get_int("y_zero", 0);
  NIGHTJAR_ASSIGN(read.activation, Activation::from_attributes(attributes));
  if (!is_scale(read.residual_scale) || !is_scale(read.y_scale)) {
    return invalid_input(fmt::format("scales {} and {} must be positive numbers.",
                                     read.residual_scale, read.y_scale));
  }
  for (const int64_t zero : {read.x_zero, read.residual_zero, read.y_zero}) {
    if (!is_zero_point(zero)) return invalid_input(fmt::format("zero point {} is no byte.", zero));
  }
  return read;
}

void Requantization::add_to(tensor::Attributes& attributes) const {
  if (x_zero != 0) attributes.set("x_zero", x_zero);
  if (residual_scale != 1) attributes.set("residual_scale", residual_scale);
  if (residual_zero != 0) attributes.set("residual_zero", residual_zero);
  if (y_scale != 1) attributes.set("y_scale", y_scale);
  if (y_zero != 0) attributes.set("y_zero", y_zero);
  activation.add_to(attributes);
}

Status check_quantized_types(const Problem& problem) {
  if (problem.inputs.size() != kQuantizedOperandCount || problem.outputs.size() != 1) {
    return invalid_input(fmt::format("this is no quantised contraction: {}.", problem.to_string()));
  }
  const auto type = [&](size_t operand) { return problem.inputs[operand].type; };
  const bool bias_fits = type(kBias) == DataType::kUndefined || type(kBias) == DataType::kFloat32;
  const bool residual_fits =
      type(kResidual) == DataType::kUndefined || is_value_type(type(kResidual));
  if (!is_byte(type(kQuantizedX)) || type(kQuantizedW) != DataType::kInt8 || !bias_fits ||
      !residual_fits || type(kScale) != DataType::kFloat32 ||
      !is_value_type(problem.outputs[0].type)) {
    return unsupported(
        fmt::format("{} does not take these types: {}.", problem.family, problem.to_string()));
  }
  return {};
}

Result<std::vector<size_t>> packed_operands(std::string_view tactic, const Problem& problem,
                                            std::span<const tensor::HostTensor> constants) {
  std::vector<size_t> packed = {kQuantizedW, kScale};
  if (problem.inputs[kBias].type != DataType::kUndefined) packed.push_back(kBias);
  for (const size_t operand : packed) {
    if (constants[operand].defined()) continue;
    return unsupported(fmt::format("{} needs constant weights, scales and bias.", tactic));
  }
  return packed;
}

}  // namespace nightjar::kernels
