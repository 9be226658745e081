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

/// Input 3, where it is given, has the output's shape.
Status expect_residual(const RuleInput& in, const Shape& shape) {
  if (!given(in, 3)) return {};
  const auto residual = agree(shape, shape_of(in, 3), "output and residual");
  return residual.ok() ? Status() : Status(residual.error());
}

Outputs infer_fused_conv(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 4));
  NIGHTJAR_TRY(expect_activation(in.op));
  NIGHTJAR_ASSIGN(Shape shape, conv_shape(in));
  NIGHTJAR_TRY(expect_residual(in, shape));
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
  NIGHTJAR_TRY(expect_residual(in, shape));
  NIGHTJAR_ASSIGN(const DataType type, output_type(in));
  return one_output(type, std::move(shape));
}

/// One float32 a channel, constant or not: input 4 of the quantised contractions.
Status expect_channel_scales(const RuleInput& in, const Dim& channels) {
  if (!given(in, 4)) return invalid_input("input 4, the scales, is missing");
  const auto fits = agree(shape_of(in, 4), {channels}, "scales and channels");
  return fits.ok() ? Status() : Status(fits.error());
}

Outputs infer_quantized_conv(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 5));
  NIGHTJAR_TRY(expect_activation(in.op));
  NIGHTJAR_ASSIGN(Shape shape, conv_shape(in));
  NIGHTJAR_TRY(expect_channel_scales(in, shape[1]));
  NIGHTJAR_TRY(expect_residual(in, shape));
  NIGHTJAR_ASSIGN(const DataType type, output_type(in));
  return one_output(type, std::move(shape));
}

Outputs infer_quantized_gemm(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 5));
  NIGHTJAR_TRY(expect_activation(in.op));
  const Shape b = swap_last(shape_of(in, 1), in.op.attributes.get_int("transB", 0) != 0);
  NIGHTJAR_ASSIGN(Shape shape, matmul_shape(shape_of(in, 0), b));
  NIGHTJAR_TRY(expect_channel_scales(in, shape.back()));
  if (given(in, 2)) NIGHTJAR_TRY(expect_broadcast_to(shape_of(in, 2), shape, "the bias"));
  NIGHTJAR_TRY(expect_residual(in, shape));
  NIGHTJAR_ASSIGN(const DataType type, output_type(in));
  return one_output(type, std::move(shape));
}

Outputs infer_quantized_mean(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_rank(in, 0, 3, 8));
  Shape shape = shape_of(in, 0);
  std::fill(shape.begin() + 2, shape.end(), Dim(1));
  return one_output(DataType::kFloat32, std::move(shape));
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

/// Extents [B, heads, length, columns of a head] of an operand of Attention, packed or not.
Result<Shape> heads_of(const RuleInput& in, size_t index, const char* count, const char* depth) {
  NIGHTJAR_TRY(expect_rank(in, index, 3, 4));
  const Shape& shape = shape_of(in, index);
  if (shape.size() == 4) return shape;
  const auto number = [&](const char* name) { return in.op.attributes.get_int(name, 0); };
  if (number(count) > 0 && number(depth) > 0) {
    return Shape{shape[0], Dim(number(count)), shape[1], Dim(number(depth))};
  }
  return invalid_input(std::string("a packed operand needs '") + count + "' and '" + depth + "'");
}

Outputs infer_attention(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 4));
  for (const char* name : {"starts", "steps"}) {
    const size_t count = in.op.attributes.get_ints(name).size();
    if (count != 0 && count != 3) {
      return invalid_input(std::string("attribute '") + name + "' needs three numbers");
    }
  }
  NIGHTJAR_ASSIGN(const Shape q, heads_of(in, 0, "heads", "depth"));
  NIGHTJAR_ASSIGN(const Shape k, heads_of(in, 1, "groups", "depth"));
  NIGHTJAR_ASSIGN(const Shape v, heads_of(in, 2, "groups", "width"));
  NIGHTJAR_TRY(agree({q[0], q[3]}, {k[0], k[3]}, "queries and keys"));
  NIGHTJAR_TRY(agree({k[0], k[1], k[2]}, {v[0], v[1], v[2]}, "keys and values"));
  const auto heads = q[1].constant(), groups = k[1].constant();
  if (heads && groups && (*groups < 1 || *heads % *groups != 0)) {
    return invalid_input(k[1].to_string() + " heads of keys cannot be shared by " +
                         q[1].to_string() + " heads of queries");
  }
  if (given(in, 3)) {
    NIGHTJAR_TRY(expect_broadcast_to(shape_of(in, 3), {q[0], q[1], q[2], k[2]}, "the mask"));
  }
  const bool is_packed = in.op.attributes.get_int("packed", 0) != 0;
  if (is_packed) return one_output(type_of(in, 0), {q[0], q[2], q[1] * v[3]});
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
  table[table_key(kNightjarDomain, "QuantizedConv")] = infer_quantized_conv;
  table[table_key(kNightjarDomain, "QuantizedGemm")] = infer_quantized_gemm;
  table[table_key(kNightjarDomain, "QuantizedMean")] = infer_quantized_mean;
  table[table_key(kNightjarDomain, "Pointwise")] = infer_pointwise;
  table[table_key(kNightjarDomain, "Attention")] = infer_attention;
  table[table_key(kNightjarDomain, "Reformat")] = infer_reformat;
}

}  // namespace nightjar::network::rules
