// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Images sampled at computed places, regions pooled, windows folded back.
#include <algorithm>

#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"
#include "engine/network/rules/window.h"

namespace nightjar::network::rules {
namespace {

constexpr int64_t kMaxExtent = int64_t{1} << 31;

/// GridSample (X [N,C,in...], grid [N,out...,rank]).
Outputs infer_grid_sample(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_float(in, 1));
  NIGHTJAR_TRY(expect_rank(in, 0, 3));
  const Shape &x = shape_of(in, 0), &grid = shape_of(in, 1);
  NIGHTJAR_TRY(expect_rank(in, 1, x.size(), x.size()));
  NIGHTJAR_ASSIGN(const Dim batch, agree(x[0], grid[0], "batches of X and of the grid"));
  const Dim spatial(static_cast<int64_t>(x.size()) - 2);
  const auto coordinates = agree(grid.back(), spatial, "coordinates and spatial axes");
  if (!coordinates.ok()) return coordinates.error();
  Shape shape = {batch, x[1]};
  shape.insert(shape.end(), grid.begin() + 1, grid.end() - 1);
  return one_output(type_of(in, 0), std::move(shape));
}

/// AffineGrid (theta [N,2,3] or [N,3,4], size [N,C,(D),H,W]).
Outputs infer_affine_grid(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_rank(in, 0, 3, 3));
  NIGHTJAR_TRY(expect_rank(in, 1, 1, 1));
  NIGHTJAR_ASSIGN(const size_t count, need_count(in, 1, "extents"));
  if (count != 4 && count != 5) return invalid_input("four or five extents are wanted");
  const auto rank = static_cast<int64_t>(count) - 2;
  const Shape& theta = shape_of(in, 0);
  NIGHTJAR_TRY(agree(theta[1], Dim(rank), "rows of theta and spatial axes"));
  NIGHTJAR_TRY(agree(theta[2], Dim(rank + 1), "columns of theta and spatial axes"));
  Shape size = unknown_shape(in, count);
  if (in.inputs[1].elements != nullptr) size = *in.inputs[1].elements;
  Shape shape = {theta[0]};
  shape.insert(shape.end(), size.begin() + 2, size.end());
  shape.push_back(Dim(rank));
  return one_output(type_of(in, 0), std::move(shape));
}

Result<Dim> positive_extent(const Op& op, const char* name, int64_t fallback) {
  const int64_t extent = op.attributes.get_int(name, fallback);
  if (extent >= 1 && extent < kMaxExtent) return Dim(extent);
  return invalid_input(std::string("attribute '") + name + "' is " + std::to_string(extent));
}

/// RoiAlign (X [N,C,H,W], rois [R,4], batch_indices [R]).
Outputs infer_roi_align(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 3));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_same_type(in, 0, 1));
  NIGHTJAR_TRY(expect_rank(in, 0, 4, 4));
  NIGHTJAR_TRY(expect_rank(in, 1, 2, 2));
  NIGHTJAR_TRY(expect_rank(in, 2, 1, 1));
  NIGHTJAR_TRY(agree(shape_of(in, 1)[1], Dim(4), "bounds of a region"));
  NIGHTJAR_ASSIGN(const Dim regions,
                  agree(shape_of(in, 1)[0], shape_of(in, 2)[0], "regions and batch indices"));
  NIGHTJAR_ASSIGN(const Dim height, positive_extent(in.op, "output_height", 1));
  NIGHTJAR_ASSIGN(const Dim width, positive_extent(in.op, "output_width", 1));
  return one_output(type_of(in, 0), {regions, shape_of(in, 0)[1], height, width});
}

/// MaxRoiPool (X [N,C,H,W], rois [R,5]).
Outputs infer_max_roi_pool(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_same_type(in, 0, 1));
  NIGHTJAR_TRY(expect_rank(in, 0, 4, 4));
  NIGHTJAR_TRY(expect_rank(in, 1, 2, 2));
  NIGHTJAR_TRY(agree(shape_of(in, 1)[1], Dim(5), "batch index and bounds of a region"));
  const auto pooled = in.op.attributes.get_ints("pooled_shape");
  const bool fits = pooled.size() == 2 && std::all_of(pooled.begin(), pooled.end(), [](int64_t e) {
                      return e >= 1 && e < kMaxExtent;
                    });
  if (!fits) return invalid_input("attribute 'pooled_shape' does not hold two extents");
  return one_output(type_of(in, 0),
                    {shape_of(in, 1)[0], shape_of(in, 0)[1], Dim(pooled[0]), Dim(pooled[1])});
}

/// Col2Im (input [N, C*block, L], image_shape, block_shape).
Outputs infer_fold(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 3));
  NIGHTJAR_TRY(expect_rank(in, 0, 3, 3));
  NIGHTJAR_ASSIGN(const size_t rank, need_count(in, 1, "spatial axes"));
  const Shape& columns = shape_of(in, 0);
  const auto block = known_integers(in, 2);
  Dim channels = unknown_extent(in, rank);
  if (block) {
    if (block->size() != rank || std::any_of(block->begin(), block->end(),
                                             [](int64_t e) { return e < 1 || e >= kMaxExtent; })) {
      return invalid_input("the block's extents (input 2) do not fit the image");
    }
    Dim area(1);
    for (const int64_t extent : *block) area = area * extent;
    channels = Dim::floor_div(columns[1], area);
    if (columns[1].constant() && channels * area != columns[1]) {
      return invalid_input(columns[1].to_string() + " rows are no whole blocks of " +
                           area.to_string());
    }
  }
  Shape shape = {columns[0], channels};
  const Shape image =
      in.inputs[1].elements != nullptr ? *in.inputs[1].elements : unknown_shape(in, rank);
  shape.insert(shape.end(), image.begin(), image.end());
  return one_output(type_of(in, 0), std::move(shape));
}

/// DeformConv (X, W, offset [N, groups*area*2, oH, oW], [B], [mask [N, groups*area, oH, oW]]).
Outputs infer_deform_conv(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 5));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_same_type(in, 0, 4));
  NIGHTJAR_TRY(expect_rank(in, 0, 4, 4));
  for (const size_t index : {1u, 2u, 4u}) NIGHTJAR_TRY(expect_rank(in, index, 4, 4));
  const Shape &x = shape_of(in, 0), &w = shape_of(in, 1), &offset = shape_of(in, 2);
  const int64_t group = in.op.attributes.get_int("group", 1);
  const int64_t offset_group = in.op.attributes.get_int("offset_group", 1);
  if (group < 1 || group >= kMaxExtent || offset_group < 1 || offset_group >= kMaxExtent) {
    return invalid_input("attribute 'group' or 'offset_group' is no positive number");
  }
  NIGHTJAR_TRY(agree(x[1], w[1] * group, "channels of X and of W times groups"));
  if (given(in, 3)) NIGHTJAR_TRY(agree(shape_of(in, 3), {w[0]}, "bias and output channels"));
  NIGHTJAR_ASSIGN(const Window window, read_window(in.op, {w[2], w[3]}));
  NIGHTJAR_ASSIGN(const Shape extents, slide(window, {x[2], x[3]}));
  const Dim places = w[2] * w[3] * offset_group;
  NIGHTJAR_TRY(
      agree(offset, {x[0], places * 2, extents[0], extents[1]}, "wanted and given offsets"));
  if (given(in, 4)) {
    NIGHTJAR_TRY(
        agree(shape_of(in, 4), {x[0], places, extents[0], extents[1]}, "wanted and given masks"));
  }
  return one_output(type_of(in, 0), {x[0], w[0], extents[0], extents[1]});
}

/// MaxUnpool (X, I, [output_shape]): the extents of the input that the pool came from.
Outputs infer_max_unpool(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 3));
  NIGHTJAR_TRY(expect_rank(in, 0, 3));
  NIGHTJAR_TRY(agree(shape_of(in, 0), shape_of(in, 1), "values and indices"));
  if (type_of(in, 1) != DataType::kInt64) return invalid_input("the indices are not int64");
  const Shape& x = shape_of(in, 0);
  if (given(in, 2)) {
    Shape shape = unknown_shape(in, x.size());
    if (in.inputs[2].elements != nullptr) shape = *in.inputs[2].elements;
    if (shape.size() != x.size()) return invalid_input("output_shape has another rank than X");
    return one_output(type_of(in, 0), std::move(shape));
  }
  const auto kernel = in.op.attributes.get_ints("kernel_shape");
  if (kernel.size() + 2 != x.size()) {
    return invalid_input("attribute 'kernel_shape' does not fit the rank of X");
  }
  NIGHTJAR_ASSIGN(const Window window, read_window(in.op, tensor::to_shape(kernel)));
  Shape shape = {x[0], x[1]};
  for (size_t axis = 0; axis < kernel.size(); ++axis) {
    shape.push_back((x[axis + 2] - 1) * Dim(window.strides[axis]) + window.reach(axis) -
                    window.pads_begin[axis] - window.pads_end[axis]);
  }
  return one_output(type_of(in, 0), std::move(shape));
}

}  // namespace

void add_vision_rules(RuleTable& table) {
  table["GridSample"] = infer_grid_sample;
  table["AffineGrid"] = infer_affine_grid;
  table["RoiAlign"] = infer_roi_align;
  table["MaxRoiPool"] = infer_max_roi_pool;
  table["Col2Im"] = infer_fold;
  table["DeformConv"] = infer_deform_conv;
  table["MaxUnpool"] = infer_max_unpool;
}

}  // namespace nightjar::network::rules
