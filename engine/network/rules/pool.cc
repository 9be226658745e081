// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Pools over windows and over everything.
#include "engine/network/rules/rule_table.h"
#include "engine/network/rules/window.h"

namespace nightjar::network::rules {
namespace {

Outputs infer_pool(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_rank(in, 0, 3));
  const bool is_max = in.op.type == "MaxPool";
  if (!is_max) NIGHTJAR_TRY(expect_float(in, 0));
  const Shape& input = shape_of(in, 0);
  const auto kernel = in.op.attributes.get_ints("kernel_shape");
  if (kernel.size() + 2 != input.size()) {
    return invalid_input("attribute 'kernel_shape' has " + std::to_string(kernel.size()) +
                         " values for an input of shape " + to_string(input));
  }
  NIGHTJAR_ASSIGN(const Window window, read_window(in.op, tensor::to_shape(kernel)));
  NIGHTJAR_ASSIGN(const Shape extents, slide(window, Shape(input.begin() + 2, input.end())));
  Shape shape = {input[0], input[1]};
  shape.insert(shape.end(), extents.begin(), extents.end());
  auto outputs = one_output(type_of(in, 0), shape);
  if (is_max) outputs.push_back({TensorDesc{DataType::kInt64, shape}, std::nullopt});
  return outputs;
}

Outputs infer_global_pool(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_rank(in, 0, 2));
  NIGHTJAR_TRY(expect_float(in, 0));
  Shape shape = shape_of(in, 0);
  for (size_t axis = 2; axis < shape.size(); ++axis) shape[axis] = 1;
  return one_output(type_of(in, 0), std::move(shape));
}

}  // namespace

void add_pool_rules(RuleTable& table) {
  for (const char* type : {"MaxPool", "AveragePool", "LpPool"}) table[type] = infer_pool;
  for (const char* type : {"GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool"}) {
    table[type] = infer_global_pool;
  }
}

}  // namespace nightjar::network::rules
