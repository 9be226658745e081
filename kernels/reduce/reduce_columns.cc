// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// reduce.own.columns.v1: sums and means of float32 over neighbouring axes that are not the last,
// with columns in registers: the mean over all positions where channels are last.
#include <algorithm>
#include <cstring>

#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/product/lanes.h"
#include "kernels/reduce/extents.h"
#include "kernels/reduce/tactics.h"

namespace nightjar::kernels {
namespace {

using reduce::Extents;
using tensor::DataType;

constexpr int kLanes = 16;
/// Columns that are summed together.
constexpr int64_t kBlock = 64;
/// Rows whose sum is formed before it is added to the others, so that errors stay small.
constexpr int64_t kRowsTogether = 64;

bool is_ours(const ReduceProblem& problem) {
  const bool is_sum = problem.kind == ReduceKind::kSum || problem.kind == ReduceKind::kMean;
  return is_sum && problem.input.type == DataType::kFloat32 &&
         problem.output.type == DataType::kFloat32 && reduce::are_neighbours(problem.axes) &&
         problem.axes.back() + 1 < static_cast<int64_t>(problem.input.shape.size());
}

/// Rows of floats `stride` apart.
struct Rows {
  const float* data = nullptr;
  int64_t count = 0, stride = 0;
};

/// kVectors times kWidth columns, divided by `divisor`.
template <int kWidth, int kVectors>
NIGHTJAR_INLINE void sum_vectors(const Rows& rows, float divisor, float* to) {
  using Vector = typename Lanes<kWidth>::Float;
  Vector totals[kVectors] = {};
  for (int64_t first = 0; first < rows.count; first += kRowsTogether) {
    Vector sums[kVectors] = {};
    const int64_t last = std::min(rows.count, first + kRowsTogether);
    for (int64_t row = first; row < last; ++row) {
      const float* from = rows.data + row * rows.stride;
      for (int v = 0; v < kVectors; ++v) {
        Vector line;
        std::memcpy(&line, from + v * kWidth, sizeof line);
        sums[v] += line;
      }
    }
    for (int v = 0; v < kVectors; ++v) totals[v] += sums[v];
  }
  for (int v = 0; v < kVectors; ++v) {
    totals[v] /= divisor;
    std::memcpy(to + v * kWidth, &totals[v], sizeof totals[v]);
  }
}

NIGHTJAR_CLONES void sum_columns(Rows rows, int64_t count, float divisor, float* to) {
  const auto skip = [&](int64_t columns) NIGHTJAR_LAMBDA {
    rows.data += columns;
    to += columns;
    count -= columns;
  };
  for (; count >= 4 * kLanes; skip(4 * kLanes)) sum_vectors<kLanes, 4>(rows, divisor, to);
  for (; count >= kLanes; skip(kLanes)) sum_vectors<kLanes, 1>(rows, divisor, to);
  for (; count > 0; skip(1)) sum_vectors<1, 1>(rows, divisor, to);
}

class ColumnSumTactic final : public Tactic {
 public:
  std::string_view name() const override { return "reduce.own.columns.v1"; }
  std::string_view family() const override { return "reduce"; }
  TacticSource source() const override { return TacticSource::kOwn; }

  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    const auto parsed = ReduceProblem::from_problem(problem);
    return parsed.ok() && is_ours(*parsed);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ReduceProblem parsed, ReduceProblem::from_problem(problem));
    const Extents extents = reduce::extents_of(parsed);
    const int64_t blocks = (extents.inner + kBlock - 1) / kBlock;
    const int threads =
        threads_for(extents.outer * extents.middle * extents.inner / 8, device.info().cores);
    const float divisor =
        parsed.kind == ReduceKind::kMean ? static_cast<float>(extents.middle) : 1.0f;
    return make_launchable([=](const LaunchArguments& arguments) {
      for_each_index(extents.outer * blocks, threads, [&](int64_t index) {
        const int64_t outer = index / blocks, first = index % blocks * kBlock;
        const auto* from = static_cast<const float*>(arguments.inputs[0]) +
                           outer * extents.middle * extents.inner + first;
        auto* to = static_cast<float*>(arguments.outputs[0]) + outer * extents.inner + first;
        sum_columns({from, extents.middle, extents.inner}, std::min(kBlock, extents.inner - first),
                    divisor, to);
      });
      return Status();
    });
  }
};

}  // namespace

const Tactic* reduce_columns_tactic() {
  static const ColumnSumTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
