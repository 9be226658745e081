// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The ops that only passes make; engine/network/fused_ops.h says what they mean.
#include "engine/network/fused_ops.h"

#include <algorithm>

#include "engine/network/rules/conv_shape.h"
#include "engine/network/rules/matmul_shape.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

Status expect_activation(const Op& op) {
  const std::string name = op.attributes.get_string("activation", "");
  if (std::find(kActivations.begin(), kActivations.end(), name) != kActivations.end()) return {};
  return invalid_input("attribute 'activation' is '" + name + "', which is no known activation");
}

/// The type that attribute `to` names, else that of input 0.
Result<DataType> output_type(const RuleInput& in) {
  if (!in.op.attributes.has("to")) return type_of(in, 0);
  const int64_t number = in.op.attributes.get_int("to", 0);
  if (number > 0 && number < tensor::kDataTypeCount) return static_cast<DataType>(number);
  return invalid_input("attribute 'to' is " + std::to_string(number) + ", not a type");
}

Outputs infer_fused_conv(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 4));
  NIGHTJAR_TRY(expect_activation(in.op));
  NIGHTJAR_ASSIGN(Shape shape, conv_shape(in));
  if (given(in, 3)) {
    const auto residual = agree(shape, shape_of(in, 3), "output and residual");
    if (!residual.ok()) return residual.error();
  }
  NIGHTJAR_ASSIGN(const DataType type, output_type(in));
  return one_output(type, std::move(shape));
}

Outputs infer_fused_gemm(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 4));
  NIGHTJAR_TRY(expect_activation(in.op));
  const auto& attributes = in.op.attributes;
  const Shape a = swap_last(shape_of(in, 0), attributes.get_int("transA", 0) != 0);
  const Shape b = swap_last(shape_of(in, 1), attributes.get_int("transB", 0) != 0);
  NIGHTJAR_ASSIGN(Shape shape, matmul_shape(a, b));
  if (given(in, 2)) NIGHTJAR_TRY(expect_broadcast_to(shape_of(in, 2), shape, "the bias"));
  if (given(in, 3)) {
    const auto residual = agree(shape, shape_of(in, 3), "output and residual");
    if (!residual.ok()) return residual.error();
  }
  NIGHTJAR_ASSIGN(const DataType type, output_type(in));
  return one_output(type, std::move(shape));
}

Outputs infer_pointwise(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, SIZE_MAX));
  if (in.op.attributes.get_string("expression", "").empty()) {
    return invalid_input("attribute 'expression' is empty");
  }
  Shape shape;
  for (size_t i = 0; i < in.inputs.size(); ++i) {
    if (!given(in, i)) return invalid_input("input " + std::to_string(i) + " is missing");
    NIGHTJAR_ASSIGN(shape, broadcast(shape, shape_of(in, i)));
  }
  NIGHTJAR_ASSIGN(const DataType type, output_type(in));
  return one_output(type, std::move(shape));
}

Outputs infer_attention(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 4));
  for (const size_t index : {size_t{0}, size_t{1}, size_t{2}}) {
    NIGHTJAR_TRY(expect_rank(in, index, 4, 4));
  }
  const Shape &q = shape_of(in, 0), &k = shape_of(in, 1), &v = shape_of(in, 2);
  const auto keys = agree(k, {q[0], q[1], k[2], q[3]}, "queries and keys");
  if (!keys.ok()) return keys.error();
  const auto values = agree(v, {q[0], q[1], k[2], v[3]}, "keys and values");
  if (!values.ok()) return values.error();
  if (given(in, 3)) {
    NIGHTJAR_TRY(expect_broadcast_to(shape_of(in, 3), {q[0], q[1], q[2], k[2]}, "the mask"));
  }
  return one_output(type_of(in, 0), {q[0], q[1], q[2], v[3]});
}

Outputs infer_reformat(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  const int64_t number = in.op.attributes.get_int("layout", 0);
  if (number < 0 || number > static_cast<int64_t>(tensor::Layout::kChannelsBlocked16)) {
    return invalid_input("attribute 'layout' is " + std::to_string(number) + ", not a layout");
  }
  NIGHTJAR_ASSIGN(const DataType type, output_type(in));
  TensorDesc desc{type, shape_of(in, 0), static_cast<tensor::Layout>(number)};
  if (!tensor::layout_fits(desc.layout, desc.shape)) {
    return invalid_input("layout " + std::string(name_of(desc.layout)) + " does not fit shape " +
                         to_string(desc.shape));
  }
  return std::vector<OutputFacts>{{std::move(desc), std::nullopt}};
}

}  // namespace

void add_fused_rules(RuleTable& table) {
  table[table_key(kNightjarDomain, "FusedConv")] = infer_fused_conv;
  table[table_key(kNightjarDomain, "FusedGemm")] = infer_fused_gemm;
  table[table_key(kNightjarDomain, "Pointwise")] = infer_pointwise;
  table[table_key(kNightjarDomain, "Attention")] = infer_attention;
  table[table_key(kNightjarDomain, "Reformat")] = infer_reformat;
}

}  // namespace nightjar::network::rules
