// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Elements picked and placed by index: the Gather and Scatter families, OneHot.
#include "engine/network/rules/element_grid.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

Status expect_indices(const RuleInput& in, size_t index) {
  const DataType type = type_of(in, index);
  if (type == DataType::kInt64 || type == DataType::kInt32) return {};
  return invalid_input("indices (input " + std::to_string(index) + ") are " +
                       std::string(name_of(type)) + ", int64 or int32 is wanted");
}

/// The elements of Gather where both data and indices are known; a wrong index is refused.
Result<std::optional<std::vector<Dim>>> gathered_elements(const RuleInput& in, const Shape& shape,
                                                          size_t axis) {
  const auto data = grid_of(in, 0), indices = grid_of(in, 1);
  const auto dims = tensor::constant_dims(shape);
  if (!data || !indices || !dims) return std::optional<std::vector<Dim>>();
  Dims picks;
  for (const Dim& index : indices->values) {
    const auto known = index.constant();
    if (!known) return std::optional<std::vector<Dim>>();
    const int64_t extent = data->dims[axis];
    if (*known < -extent || *known >= extent) {
      return invalid_input("index " + std::to_string(*known) + " is outside of an extent of " +
                           std::to_string(extent));
    }
    picks.push_back(*known < 0 ? *known + extent : *known);
  }
  const size_t index_rank = indices->dims.size();
  return fill_grid(*dims, [&](const Dims& at) -> const Dim& {
    int64_t offset = 0;
    for (size_t i = 0; i < index_rank; ++i) offset = offset * indices->dims[i] + at[axis + i];
    Dims from(at.begin(), at.begin() + static_cast<std::ptrdiff_t>(axis));
    from.push_back(picks[static_cast<size_t>(offset)]);
    from.insert(from.end(), at.begin() + static_cast<std::ptrdiff_t>(axis + index_rank), at.end());
    return element_at(*data, from);
  });
}

Outputs infer_gather(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_indices(in, 1));
  const Shape &data = shape_of(in, 0), &indices = shape_of(in, 1);
  NIGHTJAR_ASSIGN(const int wrapped,
                  normalize_axis(in.op.attributes.get_int("axis", 0), data.size()));
  Shape shape(data.begin(), data.begin() + wrapped);
  shape.insert(shape.end(), indices.begin(), indices.end());
  shape.insert(shape.end(), data.begin() + wrapped + 1, data.end());
  auto outputs = one_output(type_of(in, 0), shape);
  NIGHTJAR_ASSIGN(outputs[0].elements, gathered_elements(in, shape, static_cast<size_t>(wrapped)));
  return outputs;
}

Outputs infer_gather_elements(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_indices(in, 1));
  const size_t rank = shape_of(in, 0).size();
  NIGHTJAR_TRY(normalize_axis(in.op.attributes.get_int("axis", 0), rank));
  NIGHTJAR_TRY(expect_rank(in, 1, rank, rank));
  return one_output(type_of(in, 0), shape_of(in, 1));
}

Outputs infer_gather_nd(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_indices(in, 1));
  NIGHTJAR_TRY(expect_rank(in, 0, 1));
  NIGHTJAR_TRY(expect_rank(in, 1, 1));
  const Shape &data = shape_of(in, 0), &indices = shape_of(in, 1);
  const int64_t batch = in.op.attributes.get_int("batch_dims", 0);
  const auto depth = indices.back().constant();
  if (!depth) return not_yet_known("the last extent of the indices must be known");
  const auto data_rank = static_cast<int64_t>(data.size());
  const auto index_rank = static_cast<int64_t>(indices.size());
  // Bounded one by one, so that the sum below cannot overflow.
  const bool fits = batch >= 0 && batch < index_rank && batch < data_rank && *depth >= 1 &&
                    *depth <= data_rank && batch + *depth <= data_rank;
  if (!fits) {
    return invalid_input("indices of shape " + to_string(indices) + " and batch_dims " +
                         std::to_string(batch) + " do not fit data of shape " + to_string(data));
  }
  Shape shape(indices.begin(), indices.end() - 1);
  shape.insert(shape.end(), data.begin() + batch + *depth, data.end());
  return one_output(type_of(in, 0), std::move(shape));
}

Status expect_reduction(const Op& op) {
  const std::string reduction = op.attributes.get_string("reduction", "none");
  for (const char* known : {"none", "add", "mul", "max", "min"}) {
    if (reduction == known) return {};
  }
  return invalid_input("attribute 'reduction' is '" + reduction +
                       "', none, add, mul, max or min is wanted");
}

Outputs infer_scatter_elements(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 3));
  NIGHTJAR_TRY(expect_indices(in, 1));
  NIGHTJAR_TRY(expect_reduction(in.op));
  const size_t rank = shape_of(in, 0).size();
  NIGHTJAR_TRY(normalize_axis(in.op.attributes.get_int("axis", 0), rank));
  NIGHTJAR_TRY(expect_rank(in, 1, rank, rank));
  const auto updates = agree(shape_of(in, 1), shape_of(in, 2), "indices and updates");
  if (!updates.ok()) return updates.error();
  return same_as(in, 0);
}

Outputs infer_scatter_nd(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 3));
  NIGHTJAR_TRY(expect_indices(in, 1));
  NIGHTJAR_TRY(expect_reduction(in.op));
  NIGHTJAR_TRY(expect_rank(in, 0, 1));
  NIGHTJAR_TRY(expect_rank(in, 1, 1));
  const Shape &data = shape_of(in, 0), &indices = shape_of(in, 1);
  const auto depth = indices.back().constant();
  if (!depth) return same_as(in, 0);
  if (*depth < 1 || static_cast<size_t>(*depth) > data.size()) {
    return invalid_input("indices of shape " + to_string(indices) + " do not fit data of shape " +
                         to_string(data));
  }
  Shape wanted(indices.begin(), indices.end() - 1);
  wanted.insert(wanted.end(), data.begin() + *depth, data.end());
  const auto updates = agree(wanted, shape_of(in, 2), "wanted and given updates");
  if (!updates.ok()) return updates.error();
  return same_as(in, 0);
}

Outputs infer_one_hot(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 3));
  Shape shape = shape_of(in, 0);
  NIGHTJAR_ASSIGN(const int axis,
                  normalize_axis(in.op.attributes.get_int("axis", -1), shape.size() + 1));
  Dim extent = unknown_extent(in, 0);
  if (const auto depth = known_integers(in, 1); depth && depth->size() == 1)
    extent = depth->front();
  if (const auto* depth = in.inputs[1].elements; depth != nullptr && depth->size() == 1) {
    extent = depth->front();
  }
  shape.insert(shape.begin() + axis, extent);
  return one_output(type_of(in, 2), std::move(shape));
}

/// ReverseSequence (input, sequence_lens): time and batch are the first two axes.
Outputs infer_reverse_sequence(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_rank(in, 0, 2));
  NIGHTJAR_TRY(expect_indices(in, 1));
  const int64_t time = in.op.attributes.get_int("time_axis", 0);
  const int64_t batch = in.op.attributes.get_int("batch_axis", 1);
  if (time < 0 || batch < 0 || time > 1 || batch > 1 || time == batch) {
    return invalid_input("attributes 'time_axis' and 'batch_axis' are not 0 and 1");
  }
  NIGHTJAR_TRY(
      agree(shape_of(in, 1), {shape_of(in, 0)[static_cast<size_t>(batch)]}, "lengths and batches"));
  return same_as(in, 0);
}

/// TensorScatter (past_cache, update, [write_indices]).
Outputs infer_tensor_scatter(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 3));
  NIGHTJAR_TRY(expect_same_type(in, 0, 1));
  const Shape& cache = shape_of(in, 0);
  NIGHTJAR_ASSIGN(const int axis,
                  normalize_axis(in.op.attributes.get_int("axis", -2), cache.size()));
  if (axis == 0) return invalid_input("attribute 'axis' is the batch");
  NIGHTJAR_TRY(expect_rank(in, 1, cache.size(), cache.size()));
  Shape written = shape_of(in, 1);
  written[static_cast<size_t>(axis)] = cache[static_cast<size_t>(axis)];
  NIGHTJAR_TRY(agree(cache, written, "extents of cache and update beside the axis"));
  if (given(in, 2)) {
    NIGHTJAR_TRY(expect_indices(in, 2));
    NIGHTJAR_TRY(agree(shape_of(in, 2), {cache[0]}, "write indices and batches"));
  }
  const std::string mode = in.op.attributes.get_string("mode", "linear");
  if (mode != "linear" && mode != "circular") {
    return invalid_input("attribute 'mode' is '" + mode + "', linear or circular is wanted");
  }
  return same_as(in, 0);
}

}  // namespace

void add_gather_rules(RuleTable& table) {
  table["Gather"] = infer_gather;
  table["GatherElements"] = infer_gather_elements;
  table["GatherND"] = infer_gather_nd;
  table["ScatterElements"] = infer_scatter_elements;
  table["ScatterND"] = infer_scatter_nd;
  table["OneHot"] = infer_one_hot;
  table["ReverseSequence"] = infer_reverse_sequence;
  table["TensorScatter"] = infer_tensor_scatter;
}

}  // namespace nightjar::network::rules
