// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tensors out of shapes and numbers: Shape, Size, ConstantOfShape, Range, Constant, EyeLike.
#include "engine/lower/rules/rule.h"
#include "kernels/fill/fill.h"

namespace nightjar::lower::rules {
namespace {

using kernels::FillKind;
using kernels::FillProblem;

/// Their elements are always known, and then no rule is asked.
Result<LoweredOp> lower_shape(Lowering&) {
  return not_yet_known("the extents of its input are not known");
}

Result<LoweredOp> lower_constant_of_shape(Lowering& lowering) {
  const auto found = lowering.op().tensors.find("value");
  tensor::HostTensor value = found != lowering.op().tensors.end()
                                 ? found->second.reshaped({})
                                 : tensor::HostTensor(tensor::DataType::kFloat32, {});
  FillProblem problem;
  problem.kind = FillKind::kValue;
  lowering.add_step(problem.to_problem(), {lowering.add_constant(std::move(value))},
                    {lowering.output_argument()});
  return lowering.take();
}

/// Range (start, limit, delta): the number of elements is in the output's extent.
Result<LoweredOp> lower_range(Lowering& lowering) {
  FillProblem problem;
  problem.kind = FillKind::kRange;
  lowering.add_step(problem.to_problem(), {lowering.input_argument(0), lowering.input_argument(2)},
                    {lowering.output_argument()});
  return lowering.take();
}

Result<LoweredOp> lower_eye_like(Lowering& lowering) {
  FillProblem problem;
  problem.kind = FillKind::kEye;
  problem.values = {tensor::Dim(lowering.attributes().get_int("k", 0))};
  lowering.add_step(problem.to_problem(), {}, {lowering.output_argument()});
  return lowering.take();
}

/// The value in whichever attribute holds it.
Result<tensor::HostTensor> constant_value(const Lowering& lowering) {
  using tensor::HostTensor;
  const auto& attributes = lowering.attributes();
  const auto found = lowering.op().tensors.find("value");
  if (found != lowering.op().tensors.end()) return found->second;
  const auto as_floats = [](const std::vector<double>& values) {
    return std::vector<float>(values.begin(), values.end());
  };
  if (attributes.has("value_int")) {
    return HostTensor::of_int64({}, {attributes.get_int("value_int", 0)});
  }
  if (attributes.has("value_ints")) {
    const auto values = attributes.get_ints("value_ints");
    return HostTensor::of_int64({static_cast<int64_t>(values.size())}, values);
  }
  if (attributes.has("value_float")) {
    return HostTensor::of_floats({}, as_floats({attributes.get_float("value_float", 0)}));
  }
  if (attributes.has("value_floats")) {
    const auto values = attributes.get_floats("value_floats");
    return HostTensor::of_floats({static_cast<int64_t>(values.size())}, as_floats(values));
  }
  return lowering.refuse("a constant of this kind has no kernel");
}

Result<LoweredOp> lower_constant(Lowering& lowering) {
  NIGHTJAR_ASSIGN(tensor::HostTensor value, constant_value(lowering));
  const Argument constant = lowering.add_constant(std::move(value));
  lowering.add_step({.family = "reformat", .attributes = {}, .inputs = {}, .outputs = {}},
                    {constant}, {lowering.output_argument()});
  return lowering.take();
}

}  // namespace

void add_shape_rules(RuleTable& table) {
  table["Shape"] = {lower_shape, nullptr};
  table["Size"] = {lower_shape, nullptr};
  table["ConstantOfShape"] = {lower_constant_of_shape, nullptr};
  table["Range"] = {lower_range, nullptr};
  table["EyeLike"] = {lower_eye_like, nullptr};
  table["Constant"] = {lower_constant, nullptr};
}

}  // namespace nightjar::lower::rules
