// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/movement/movement_plain.h"

#include <algorithm>
#include <cstring>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/movement/strided_copy.h"

namespace nightjar::kernels::movement {
namespace {

using tensor::Dims;

std::unique_ptr<Launchable> open_transpose(const MovementProblem& problem, int threads) {
  const Dims input = dims_of(problem.inputs[0]), output = dims_of(problem.outputs[0]);
  const Dims from = tensor::row_major_strides(input), to = tensor::row_major_strides(output);
  std::vector<CopyAxis> axes;
  for (size_t i = 0; i < output.size(); ++i) {
    axes.push_back({output[i], from[static_cast<size_t>(problem.permutation[i])], to[i]});
  }
  const StridedCopy copy(axes, element_bytes(problem.outputs[0].type));
  return make_launchable([copy, threads](const LaunchArguments& arguments) -> Status {
    copy.run(arguments.inputs[0], arguments.outputs[0], threads);
    return {};
  });
}

/// Product of the extents in front of `axis`, and from it on.
std::pair<int64_t, int64_t> fold_at(const Dims& dims, int64_t axis) {
  const auto middle = dims.begin() + axis;
  return {tensor::element_count(Dims(dims.begin(), middle)),
          tensor::element_count(Dims(middle, dims.end()))};
}

/// One box a part; the whole is the output of a concat or the input of a split.
std::unique_ptr<Launchable> open_parts(const MovementProblem& problem, int threads) {
  struct Part {
    StridedCopy copy;
    int64_t whole_offset;
  };
  const bool is_concat = problem.kind == MovementKind::kConcat;
  const auto& parts = is_concat ? problem.inputs : problem.outputs;
  const auto& whole = is_concat ? problem.outputs[0] : problem.inputs[0];
  const int64_t bytes = element_bytes(whole.type);
  const int64_t whole_row = fold_at(dims_of(whole), problem.axis).second;
  std::vector<Part> copies;
  int64_t offset = 0;
  for (const tensor::TensorDesc& desc : parts) {
    const auto [count, row] = fold_at(dims_of(desc), problem.axis);
    const CopyAxis outer =
        is_concat ? CopyAxis{count, row, whole_row} : CopyAxis{count, whole_row, row};
    copies.push_back({StridedCopy({outer, {row, 1, 1}}, bytes), offset * bytes});
    offset += row;
  }
  return make_launchable([copies, is_concat, threads](const LaunchArguments& arguments) -> Status {
    for (size_t i = 0; i < copies.size(); ++i) {
      const Part& part = copies[i];
      if (is_concat) {
        part.copy.run(arguments.inputs[i], at(arguments.outputs[0], part.whole_offset, 1), threads);
      } else {
        part.copy.run(at(arguments.inputs[0], part.whole_offset, 1), arguments.outputs[i], threads);
      }
    }
    return {};
  });
}

std::unique_ptr<Launchable> open_triangle(const MovementProblem& problem, int threads) {
  const Dims dims = dims_of(problem.outputs[0]);
  const int64_t columns = dims.back(), height = dims[dims.size() - 2];
  const int64_t rows = tensor::element_count(Dims(dims.begin(), dims.end() - 1));
  const int64_t diagonal = std::clamp(*problem.parameters[0].constant(), -height, columns);
  const int64_t bytes = element_bytes(problem.outputs[0].type);
  const bool upper = problem.upper;
  return make_launchable([=](const LaunchArguments& arguments) -> Status {
    for_each_index(rows, threads_for(rows * columns, threads), [&](int64_t row) {
      const int64_t edge = row % height + diagonal + (upper ? 0 : 1);
      const int64_t begin = std::clamp<int64_t>(edge, 0, columns);
      const auto first = upper ? begin : 0;
      const auto count = upper ? columns - begin : begin;
      void* to = at(arguments.outputs[0], row * columns, bytes);
      std::memset(to, 0, static_cast<size_t>(columns * bytes));
      std::memcpy(at(to, first, bytes), at(arguments.inputs[0], row * columns + first, bytes),
                  static_cast<size_t>(count * bytes));
    });
    return {};
  });
}

}  // namespace

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const MovementProblem parsed, MovementProblem::from_problem(problem));
  switch (parsed.kind) {
    case MovementKind::kTranspose:
      return open_transpose(parsed, threads);
    case MovementKind::kConcat:
    case MovementKind::kSplit:
      return open_parts(parsed, threads);
    case MovementKind::kTriangle:
      return open_triangle(parsed, threads);
    default:
      break;
  }
  NIGHTJAR_ASSIGN(std::vector<AxisMap> maps, axis_maps(parsed));
  Dims input = dims_of(parsed.inputs[0]);
  input.insert(input.begin(), maps.size() - input.size(), 1);
  const MappedCopy copy(input, std::move(maps), element_bytes(parsed.outputs[0].type));
  return make_launchable([copy, threads](const LaunchArguments& arguments) -> Status {
    const void* fill = arguments.inputs.size() > 1 ? arguments.inputs[1] : nullptr;
    copy.run(arguments.inputs[0], arguments.outputs[0], fill, threads);
    return {};
  });
}

}  // namespace nightjar::kernels::movement
