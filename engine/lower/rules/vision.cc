// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Images sampled at computed places, regions pooled, windows folded back, pools undone.
#include <algorithm>

#include "engine/lower/rules/rule.h"
#include "engine/lower/rules/window_lowering.h"
#include "kernels/deform_conv/deform_conv.h"
#include "kernels/fill/fill.h"
#include "kernels/fold/fold.h"
#include "kernels/gather/gather.h"
#include "kernels/grid_sample/affine_grid.h"
#include "kernels/grid_sample/grid_sample.h"
#include "kernels/movement/movement.h"
#include "kernels/roi_pool/roi_pool.h"

namespace nightjar::lower::rules {
namespace {

using tensor::Dim;
using tensor::Shape;

std::vector<Argument> input_arguments(const Lowering& lowering, size_t count) {
  std::vector<Argument> arguments;
  for (size_t i = 0; i < count; ++i) arguments.push_back(lowering.input_argument(i));
  return arguments;
}

Result<LoweredOp> lower_grid_sample(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const auto& attributes = lowering.attributes();
  kernels::GridSampleProblem problem;
  NIGHTJAR_ASSIGN(problem.mode,
                  kernels::sample_mode_from_name(attributes.get_string("mode", "linear")));
  NIGHTJAR_ASSIGN(problem.padding, kernels::sample_padding_from_name(
                                       attributes.get_string("padding_mode", "zeros")));
  problem.align_corners = attributes.get_int("align_corners", 0) != 0;
  lowering.add_step(problem.to_problem(), input_arguments(lowering, 2),
                    {lowering.output_argument()});
  return lowering.take();
}

/// AffineGrid (theta, size): the size is in the output's extents.
Result<LoweredOp> lower_affine_grid(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  if (!lowering.elements(1)) return not_yet_known("the size must be known before running");
  kernels::AffineGridProblem problem;
  problem.align_corners = lowering.attributes().get_int("align_corners", 0) != 0;
  lowering.add_step(problem.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

Result<LoweredOp> lower_roi_align(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const auto& attributes = lowering.attributes();
  kernels::RoiPoolProblem problem;
  const std::string mode = attributes.get_string("mode", "avg");
  if (mode != "avg" && mode != "max") return lowering.refuse("attribute 'mode' is '" + mode + "'");
  problem.kind =
      mode == "avg" ? kernels::RoiPoolKind::kAlignAverage : kernels::RoiPoolKind::kAlignMax;
  problem.spatial_scale = attributes.get_float("spatial_scale", 1);
  problem.sampling_ratio = attributes.get_int("sampling_ratio", 0);
  problem.half_pixel =
      attributes.get_string("coordinate_transformation_mode", "half_pixel") == "half_pixel";
  lowering.add_step(problem.to_problem(), input_arguments(lowering, 3),
                    {lowering.output_argument()});
  return lowering.take();
}

Result<LoweredOp> lower_max_roi_pool(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  kernels::RoiPoolProblem problem;
  problem.kind = kernels::RoiPoolKind::kMax;
  problem.spatial_scale = lowering.attributes().get_float("spatial_scale", 1);
  lowering.add_step(problem.to_problem(), input_arguments(lowering, 2),
                    {lowering.output_argument()});
  return lowering.take();
}

/// Col2Im (input, image_shape, block_shape): the image's extents are the output's.
Result<LoweredOp> lower_fold(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  if (!lowering.elements(1)) return not_yet_known("the image's extents must be known");
  kernels::FoldProblem problem;
  NIGHTJAR_ASSIGN(problem.block, lowering.integers(2, "the block's extents"));
  NIGHTJAR_ASSIGN(problem.window, written_window(lowering, problem.block.size()));
  lowering.add_step(problem.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

/// DeformConv (X, W, offset, [B], [mask]).
Result<LoweredOp> lower_deform_conv(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  if (lowering.rank() != 4) return lowering.refuse("only images can be convolved");
  kernels::DeformConvProblem problem;
  NIGHTJAR_ASSIGN(problem.window, written_window(lowering, 2));
  problem.group = lowering.attributes().get_int("group", 1);
  problem.offset_group = lowering.attributes().get_int("offset_group", 1);
  lowering.add_step(problem.to_problem(), input_arguments(lowering, 5),
                    {lowering.output_argument()});
  return lowering.take();
}

/// The extents that a MaxUnpool's window reaches over when nothing else is asked for.
Result<Shape> unpooled_shape(const Lowering& lowering) {
  const Shape& x = lowering.input(0).desc.shape;
  const auto kernel = lowering.attributes().get_ints("kernel_shape");
  if (kernel.size() + 2 != x.size()) return invalid_input("'kernel_shape' does not fit the rank");
  NIGHTJAR_ASSIGN(const kernels::Window window, written_window(lowering, kernel.size()));
  Shape shape = {x[0], x[1]};
  for (size_t axis = 0; axis < kernel.size(); ++axis) {
    shape.push_back((x[axis + 2] - 1) * Dim(window.strides[axis]) + Dim(kernel[axis]) -
                    Dim(window.pads_begin[axis]) - Dim(window.pads_end[axis]));
  }
  return shape;
}

/// MaxUnpool (X, I, [output_shape]): zeros with the values scattered over them, which stand in the
/// first corner of a larger output.
Result<LoweredOp> lower_max_unpool(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  NIGHTJAR_ASSIGN(const Shape shape, unpooled_shape(lowering));
  const tensor::DataType type = lowering.output().desc.type;
  if (lowering.has_input(2) && !lowering.elements(2)) {
    return not_yet_known("the output's shape must be known before running");
  }
  const bool is_padded = shape != lowering.output().desc.shape;
  const Argument zeros = lowering.add_temporary({type, shape});
  const Argument placed =
      is_padded ? lowering.add_temporary({type, shape}) : lowering.output_argument();
  kernels::FillProblem fill;
  lowering.add_step(fill.to_problem(), {lowering.add_constant(tensor::HostTensor(type, {}))},
                    {zeros});
  const Shape line = {tensor::element_count(shape)};
  const Shape values = {tensor::element_count(lowering.input(0).desc.shape)};
  kernels::GatherProblem scatter;
  scatter.kind = kernels::GatherKind::kScatterElements;
  lowering.add_step(scatter.to_problem(),
                    {reshaped(zeros, line), reshaped(lowering.input_argument(1), values),
                     reshaped(lowering.input_argument(0), values)},
                    {reshaped(placed, line)});
  if (!is_padded) return lowering.take();
  kernels::MovementProblem pad;
  pad.kind = kernels::MovementKind::kPad;
  pad.parameters = Shape(shape.size(), Dim(0));
  lowering.add_step(pad.to_problem(), {placed}, {lowering.output_argument()});
  return lowering.take();
}

}  // namespace

void add_vision_rules(RuleTable& table) {
  table["GridSample"] = {lower_grid_sample, nullptr};
  table["AffineGrid"] = {lower_affine_grid, nullptr};
  table["RoiAlign"] = {lower_roi_align, nullptr};
  table["MaxRoiPool"] = {lower_max_roi_pool, nullptr};
  table["Col2Im"] = {lower_fold, nullptr};
  table["DeformConv"] = {lower_deform_conv, nullptr};
  table["MaxUnpool"] = {lower_max_unpool, nullptr};
}

}  // namespace nightjar::lower::rules
