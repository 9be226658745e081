// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Convolutions and transposed convolutions.
#include "engine/network/rules/conv_shape.h"
#include "engine/network/rules/rule_table.h"
#include "engine/network/rules/window.h"

namespace nightjar::network::rules {
namespace {

Shape spatial_part(const Shape& shape) { return Shape(shape.begin() + 2, shape.end()); }

Result<int64_t> read_group(const Op& op) {
  const int64_t group = op.attributes.get_int("group", 1);
  if (group >= 1 && group < (int64_t{1} << 31)) return group;
  return invalid_input("attribute 'group' is " + std::to_string(group));
}

/// Checks ranks, bias and a kernel_shape attribute against the weights; returns the window.
Result<Window> read_conv_window(const RuleInput& in, const Dim& output_channels) {
  NIGHTJAR_TRY(expect_rank(in, 0, 3));
  NIGHTJAR_TRY(expect_rank(in, 1, shape_of(in, 0).size(), shape_of(in, 0).size()));
  if (given(in, 2)) {
    const auto bias = agree(shape_of(in, 2), {output_channels}, "bias and output channels");
    if (!bias.ok()) return bias.error();
  }
  Shape kernel = spatial_part(shape_of(in, 1));
  const auto named = in.op.attributes.get_ints("kernel_shape");
  if (!named.empty()) {
    NIGHTJAR_ASSIGN(kernel, agree(tensor::to_shape(named), kernel, "kernel_shape and weights"));
  }
  return read_window(in.op, std::move(kernel));
}

Outputs infer_conv(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 3));
  NIGHTJAR_TRY(expect_same_type(in, 0, 2));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_ASSIGN(Shape shape, conv_shape(in));
  return one_output(type_of(in, 0), std::move(shape));
}

Result<Shape> transposed_extents(const RuleInput& in, const Window& window) {
  const Shape input = spatial_part(shape_of(in, 0));
  const size_t rank = input.size();
  const auto named = in.op.attributes.get_ints("output_shape");
  auto extra = in.op.attributes.get_ints("output_padding");
  if (extra.empty()) extra.assign(rank, 0);
  const bool fits = (named.empty() || named.size() == rank) && extra.size() == rank;
  if (!fits) return invalid_input("output_shape or output_padding has another rank than X");
  if (!named.empty()) return tensor::to_shape(named);
  const bool same = window.auto_pad == "SAME_UPPER" || window.auto_pad == "SAME_LOWER";
  Shape output;
  for (size_t axis = 0; axis < rank; ++axis) {
    const Dim stride(window.strides[axis]);
    if (extra[axis] < 0 || extra[axis] >= (int64_t{1} << 31)) {
      return invalid_input("attribute 'output_padding' holds " + std::to_string(extra[axis]));
    }
    if (same) {
      output.push_back(input[axis] * stride);
      continue;
    }
    output.push_back((input[axis] - 1) * stride + extra[axis] + window.reach(axis) -
                     window.pads_begin[axis] - window.pads_end[axis]);
  }
  return output;
}

Outputs infer_conv_transpose(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 3));
  NIGHTJAR_TRY(expect_same_type(in, 0, 2));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_rank(in, 0, 3));
  NIGHTJAR_TRY(expect_rank(in, 1, 3));
  NIGHTJAR_ASSIGN(const int64_t group, read_group(in.op));
  const Dim channels = shape_of(in, 1)[1] * group;
  NIGHTJAR_ASSIGN(const Window window, read_conv_window(in, channels));
  NIGHTJAR_TRY(agree(shape_of(in, 0)[1], shape_of(in, 1)[0], "channels of X and W"));
  if (const auto known = shape_of(in, 1)[0].constant(); known && *known % group != 0) {
    return invalid_input(std::to_string(*known) + " channels do not split into " +
                         std::to_string(group) + " groups");
  }
  NIGHTJAR_ASSIGN(const Shape extents, transposed_extents(in, window));
  Shape shape = {shape_of(in, 0)[0], channels};
  shape.insert(shape.end(), extents.begin(), extents.end());
  return one_output(type_of(in, 0), std::move(shape));
}

}  // namespace

Result<Shape> conv_shape(const RuleInput& in) {
  NIGHTJAR_TRY(expect_rank(in, 0, 3));
  NIGHTJAR_TRY(expect_rank(in, 1, 3));
  const Shape &x = shape_of(in, 0), &w = shape_of(in, 1);
  NIGHTJAR_ASSIGN(const int64_t group, read_group(in.op));
  NIGHTJAR_ASSIGN(const Window window, read_conv_window(in, w[0]));
  const auto channels = agree(x[1], w[1] * group, "channels of X and of W times groups");
  if (!channels.ok()) return channels.error();
  if (const auto known = w[0].constant(); known && *known % group != 0) {
    return invalid_input(std::to_string(*known) + " output channels do not split into " +
                         std::to_string(group) + " groups");
  }
  NIGHTJAR_ASSIGN(const Shape extents, slide(window, spatial_part(x)));
  Shape shape = {x[0], w[0]};
  shape.insert(shape.end(), extents.begin(), extents.end());
  return shape;
}

void add_conv_rules(RuleTable& table) {
  table["Conv"] = infer_conv;
  table["ConvTranspose"] = infer_conv_transpose;
}

}  // namespace nightjar::network::rules
