// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Normalisations and softmax: the shape of X comes out again.
#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

/// Refuses a per-channel input whose extent is not that of axis 1.
Status expect_per_channel(const RuleInput& in, size_t first, size_t last) {
  for (size_t i = first; i <= last; ++i) {
    const auto channels = agree(shape_of(in, i), {shape_of(in, 0)[1]}, "channels");
    if (!channels.ok()) return channels.error().in("input " + std::to_string(i));
  }
  return {};
}

Outputs infer_batch_norm(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 5, 5));
  NIGHTJAR_TRY(expect_rank(in, 0, 2));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_per_channel(in, 1, 4));
  if (in.op.attributes.get_int("training_mode", 0) != 0) {
    return unsupported("training mode is not supported: write it as the operators it consists of");
  }
  return same_as(in, 0);
}

Outputs infer_instance_norm(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 3));
  NIGHTJAR_TRY(expect_rank(in, 0, 3));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_per_channel(in, 1, 2));
  return same_as(in, 0);
}

Outputs infer_group_norm(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 3));
  NIGHTJAR_TRY(expect_rank(in, 0, 3));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_per_channel(in, 1, 2));
  const int64_t groups = in.op.attributes.get_int("num_groups", 0);
  const auto channels = shape_of(in, 0)[1].constant();
  if (groups < 1 || (channels && *channels % groups != 0)) {
    return invalid_input(shape_of(in, 0)[1].to_string() + " channels do not split into " +
                         std::to_string(groups) + " groups");
  }
  return same_as(in, 0);
}

/// LayerNormalization with its mean and inverse deviation, and RMSNormalization.
Outputs infer_layer_norm(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 3));
  NIGHTJAR_TRY(expect_float(in, 0));
  const Shape& shape = shape_of(in, 0);
  NIGHTJAR_ASSIGN(const int axis,
                  normalize_axis(in.op.attributes.get_int("axis", -1), shape.size()));
  for (size_t i = 1; i < in.inputs.size(); ++i) {
    if (!given(in, i)) continue;
    NIGHTJAR_ASSIGN(const Shape spread, broadcast(shape, shape_of(in, i)));
    if (spread.size() == shape.size()) continue;
    return invalid_input("input " + std::to_string(i) + " has more axes than X");
  }
  const int64_t stash = in.op.attributes.get_int("stash_type", 1);
  const bool is_stash_double = stash == static_cast<int64_t>(DataType::kFloat64);
  const DataType inner = is_stash_double ? DataType::kFloat64 : DataType::kFloat32;
  auto outputs = same_as(in, 0);
  if (in.op.type == "RMSNormalization") return outputs;
  Shape reduced = shape;
  for (size_t i = static_cast<size_t>(axis); i < reduced.size(); ++i) reduced[i] = 1;
  outputs.push_back({TensorDesc{inner, reduced}, std::nullopt});
  outputs.push_back({TensorDesc{inner, reduced}, std::nullopt});
  return outputs;
}

/// Softmax and its relatives, LpNormalization: one axis, the last unless named.
Outputs infer_along_axis(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_float(in, 0));
  if (!shape_of(in, 0).empty() || in.op.attributes.has("axis")) {
    const auto axis = normalize_axis(in.op.attributes.get_int("axis", -1), shape_of(in, 0).size());
    if (!axis.ok()) return axis.error();
  }
  return same_as(in, 0);
}

Outputs infer_mean_variance(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_float(in, 0));
  const auto axes =
      normalize_axes(in.op.attributes.get_ints("axes", {0, 2, 3}), shape_of(in, 0).size());
  if (!axes.ok()) return axes.error();
  return same_as(in, 0);
}

Outputs infer_lrn(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_rank(in, 0, 3));
  if (in.op.attributes.get_int("size", 0) < 1) {
    return invalid_input("attribute 'size' is not a positive number");
  }
  return same_as(in, 0);
}

}  // namespace

void add_norm_rules(RuleTable& table) {
  table["BatchNormalization"] = infer_batch_norm;
  table["InstanceNormalization"] = infer_instance_norm;
  table["GroupNormalization"] = infer_group_norm;
  table["LayerNormalization"] = infer_layer_norm;
  table["RMSNormalization"] = infer_layer_norm;
  table["MeanVarianceNormalization"] = infer_mean_variance;
  table["LRN"] = infer_lrn;
  for (const char* type : {"Softmax", "LogSoftmax", "Hardmax", "LpNormalization"}) {
    table[type] = infer_along_axis;
  }
}

}  // namespace nightjar::network::rules
