// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/movement/part_offsets.h"

#include <algorithm>

#include "kernels/movement/movement.h"

namespace nightjar::kernels {
namespace {

using tensor::Dims;

bool are_ones_before(const Dims& dims, size_t axis) {
  return std::all_of(dims.begin(), dims.begin() + static_cast<std::ptrdiff_t>(axis),
                     [](int64_t extent) { return extent == 1; });
}

size_t bytes_of(const tensor::TensorDesc& desc) {
  return tensor::bytes_for(desc.type, tensor::element_count(dims_of(desc)));
}

std::optional<PartOffsets> offsets_along(const MovementProblem& movement) {
  const bool is_concat = movement.kind == MovementKind::kConcat;
  const auto& parts = is_concat ? movement.inputs : movement.outputs;
  const tensor::TensorDesc& whole = is_concat ? movement.outputs[0] : movement.inputs[0];
  if (!are_ones_before(dims_of(whole), static_cast<size_t>(movement.axis))) return std::nullopt;
  PartOffsets offsets{is_concat, {}};
  size_t next = 0;
  for (const tensor::TensorDesc& part : parts) {
    offsets.bytes.push_back(next);
    next += bytes_of(part);
  }
  return offsets;
}

std::optional<PartOffsets> offset_of_slice(const MovementProblem& movement) {
  const Dims whole = dims_of(movement.inputs[0]), part = dims_of(movement.outputs[0]);
  const auto starts = tensor::constant_dims(movement.parameters);
  const bool is_dense = std::all_of(movement.steps.begin(), movement.steps.end(),
                                    [](int64_t step) { return step == 1; });
  if (!starts || !is_dense) return std::nullopt;
  size_t axis = 0;
  while (axis < whole.size() && whole[axis] == part[axis] && whole[axis] == 1) ++axis;
  int64_t run = 1;
  for (size_t i = axis + 1; i < whole.size(); ++i) {
    if (whole[i] != part[i]) return std::nullopt;
    run *= whole[i];
  }
  if (axis >= whole.size()) return PartOffsets{false, {0}};
  int64_t start = (*starts)[axis];
  if (start < 0) start += whole[axis];
  if (start < 0 || start + part[axis] > whole[axis]) return std::nullopt;
  return PartOffsets{false, {tensor::bytes_for(movement.inputs[0].type, start * run)}};
}

}  // namespace

std::optional<PartOffsets> part_offsets(const Problem& bound) {
  if (bound.family != "movement") return std::nullopt;
  const auto movement = MovementProblem::from_problem(bound);
  if (!movement.ok()) return std::nullopt;
  switch (movement->kind) {
    case MovementKind::kConcat:
    case MovementKind::kSplit:
      return offsets_along(*movement);
    case MovementKind::kSlice:
      return offset_of_slice(*movement);
    default:
      return std::nullopt;
  }
}

}  // namespace nightjar::kernels
