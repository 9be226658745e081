// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "kernels/movement/movement_plain.h"

namespace nightjar::kernels::movement {
namespace {

/// The start is clamped to the axis, as Slice wants it.
Result<AxisMap> slice_map(int64_t extent, int64_t start, int64_t step, int64_t count) {
  AxisMap map;
  if (start < 0) start += extent;
  start = std::clamp<int64_t>(start, 0, std::max<int64_t>(step > 0 ? extent : extent - 1, 0));
  int64_t last = start;
  const bool overflows = count > 0 && (__builtin_mul_overflow(count - 1, step, &last) ||
                                       __builtin_add_overflow(start, last, &last));
  if (overflows || (count > 0 && (start >= extent || last < 0 || last >= extent))) {
    return invalid_input(
        fmt::format("slice: {} elements from {} in steps of {} leave an axis of {}.", count, start,
                    step, extent));
  }
  for (int64_t i = 0; i < count; ++i) map.push_back(start + i * step);
  return map;
}

/// Where position `index` of a padded axis comes from; kFill outside of a constant pad.
int64_t padded_index(int64_t index, int64_t extent, PadMode mode) {
  if (index >= 0 && index < extent) return index;
  if (extent == 0 || mode == PadMode::kConstant) return kFill;
  if (mode == PadMode::kEdge) return index < 0 ? 0 : extent - 1;
  if (mode == PadMode::kWrap) return ((index % extent) + extent) % extent;
  if (extent == 1) return 0;
  const int64_t period = 2 * (extent - 1);
  const int64_t folded = ((index % period) + period) % period;
  return folded < extent ? folded : period - folded;
}

AxisMap pad_map(int64_t extent, int64_t before, int64_t count, PadMode mode) {
  AxisMap map;
  for (int64_t i = 0; i < count; ++i) map.push_back(padded_index(i - before, extent, mode));
  return map;
}

AxisMap repeat_map(int64_t extent, int64_t count) {
  AxisMap map;
  for (int64_t i = 0; i < count; ++i) map.push_back(extent == 0 ? kFill : i % extent);
  return map;
}

}  // namespace

Result<std::vector<AxisMap>> axis_maps(const MovementProblem& problem) {
  const tensor::Dims output = dims_of(problem.outputs[0]);
  tensor::Dims input = dims_of(problem.inputs[0]);
  input.insert(input.begin(), output.size() - input.size(), 1);
  std::vector<AxisMap> maps;
  for (size_t axis = 0; axis < output.size(); ++axis) {
    const int64_t extent = input[axis], count = output[axis];
    const auto parameter = [&] { return *problem.parameters[axis].constant(); };
    if (problem.kind == MovementKind::kSlice) {
      NIGHTJAR_ASSIGN(AxisMap map, slice_map(extent, parameter(), problem.steps[axis], count));
      maps.push_back(std::move(map));
    } else if (problem.kind == MovementKind::kPad) {
      maps.push_back(pad_map(extent, parameter(), count, problem.mode));
    } else {
      const bool repeats = problem.kind == MovementKind::kTile || extent == 1 || extent == count;
      if (!repeats) {
        return invalid_input(fmt::format("expand: shape {} does not broadcast to {}.",
                                         tensor::to_string(input), tensor::to_string(output)));
      }
      maps.push_back(repeat_map(extent, count));
    }
  }
  return maps;
}

}  // namespace nightjar::kernels::movement
