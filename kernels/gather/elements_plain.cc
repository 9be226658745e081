// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// gather_elements: rows along the last axis, which share what the other axes say.
#include <atomic>
#include <cstring>

#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/gather/gather_plain.h"

namespace nightjar::kernels::gather {
namespace {

using tensor::Dims;
using Opened = Result<std::unique_ptr<Launchable>>;

/// How rows of the indices lie over the data.
struct Rows {
  Dims picks, strides;
  size_t axis = 0;
  int64_t extent = 0;       ///< Of the data along the axis.
  int64_t index_step = 0;   ///< What an index is worth, in elements of the data.
  int64_t column_step = 0;  ///< What the place in the row is worth.

  Rows(const Dims& data, const Dims& given, int64_t along)
      : picks(given), strides(tensor::row_major_strides(data)), axis(static_cast<size_t>(along)) {
    extent = data[axis];
    index_step = strides[axis];
    column_step = axis + 1 == picks.size() ? 0 : 1;
  }

  int64_t length() const { return picks.back(); }
  int64_t base(int64_t row) const {
    int64_t offset = 0;
    for (size_t k = picks.size() - 1; k-- > 0; row /= picks[k]) {
      if (k != axis) offset += row % picks[k] * strides[k];
    }
    return offset;
  }
};

/// Copies one row; false when an index lies outside.
using CopyRow = bool (*)(const Rows& rows, int64_t row, const void* data, const void* indices,
                         void* output);

template <size_t kBytes, typename Index>
bool copy_row(const Rows& rows, int64_t row, const void* data, const void* indices, void* output) {
  const auto* from = static_cast<const char*>(data) + rows.base(row) * static_cast<int64_t>(kBytes);
  const Index* picks = static_cast<const Index*>(indices) + row * rows.length();
  char* to = static_cast<char*>(output) + row * rows.length() * static_cast<int64_t>(kBytes);
  for (int64_t i = 0; i < rows.length(); ++i) {
    auto index = static_cast<int64_t>(picks[i]);
    if (!wrap_index(index, rows.extent)) return false;
    const int64_t offset = index * rows.index_step + i * rows.column_step;
    std::memcpy(to + i * static_cast<int64_t>(kBytes), from + offset * static_cast<int64_t>(kBytes),
                kBytes);
  }
  return true;
}

template <typename Index>
CopyRow copy_row_for(int64_t bytes) {
  switch (bytes) {
    case 1:
      return copy_row<1, Index>;
    case 2:
      return copy_row<2, Index>;
    case 4:
      return copy_row<4, Index>;
    case 8:
      return copy_row<8, Index>;
    default:
      return copy_row<16, Index>;
  }
}

}  // namespace

Opened open_gather_elements(const GatherProblem& problem, int threads) {
  const Dims data = dims_of(problem.inputs[0]), picks = dims_of(problem.inputs[1]);
  bool fits = picks.size() == data.size() && dims_of(problem.output) == picks;
  for (size_t i = 0; fits && i < data.size(); ++i) {
    fits = static_cast<int64_t>(i) == problem.axis || picks[i] <= data[i];
  }
  if (!fits) {
    return invalid_input(fmt::format("{}: the shapes do not fit: {}.", name_of(problem.kind),
                                     problem.to_problem().to_string()));
  }
  const Rows rows(data, picks, problem.axis);
  const int64_t bytes = element_bytes(problem.output.type);
  const CopyRow copy = problem.inputs[1].type == tensor::DataType::kInt32
                           ? copy_row_for<int32_t>(bytes)
                           : copy_row_for<int64_t>(bytes);
  const int64_t total = tensor::element_count(picks);
  const int64_t count = total == 0 ? 0 : total / rows.length();
  return make_launchable([=](const LaunchArguments& arguments) -> Status {
    std::atomic<bool> is_outside = false;
    for_each_index(count, threads_for(total, threads), [&](int64_t row) {
      if (!copy(rows, row, arguments.inputs[0], arguments.inputs[1], arguments.outputs[0])) {
        is_outside = true;
      }
    });
    if (is_outside) return outside(GatherKind::kGatherElements);
    return {};
  });
}

}  // namespace nightjar::kernels::gather
