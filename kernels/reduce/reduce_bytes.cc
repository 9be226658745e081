// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// reduce.bytes.v1: sums of bytes over neighbouring axes, in int32.
#include <algorithm>

#include "kernels/common/clones.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/reduce/extents.h"
#include "kernels/reduce/tactics.h"

namespace nightjar::kernels {
namespace {

using reduce::Extents;
using tensor::DataType;

/// Sums that are kept together.
constexpr int64_t kBlock = 64;
/// So many bytes cannot overflow int32, nor float32's whole numbers be left.
constexpr int64_t kMostBytes = 1 << 16;

bool is_ours(const ReduceProblem& problem) {
  const bool is_byte =
      problem.input.type == DataType::kInt8 || problem.input.type == DataType::kUInt8;
  if (!is_byte || problem.output.type != DataType::kFloat32 ||
      !reduce::are_neighbours(problem.axes) || problem.kind != ReduceKind::kSum) {
    return false;
  }
  int64_t middle = 1;
  for (const int64_t axis : problem.axes) {
    const auto extent = problem.input.shape[static_cast<size_t>(axis)].constant();
    if (!extent) return false;
    middle *= *extent;
  }
  return middle <= kMostBytes;
}

template <typename Byte>
NIGHTJAR_INLINE void sum_columns(const Byte* from, int64_t rows, int64_t stride, int64_t count,
                                 float* to) {
  int32_t sums[kBlock] = {};
  for (int64_t row = 0; row < rows; ++row) {
    for (int64_t i = 0; i < count; ++i) sums[i] += from[row * stride + i];
  }
  for (int64_t i = 0; i < count; ++i) to[i] = static_cast<float>(sums[i]);
}

template <typename Byte>
NIGHTJAR_INLINE void sum_block(const Byte* from, int64_t rows, int64_t stride, int64_t count,
                               float* to) {
  if (count == kBlock) return sum_columns(from, rows, stride, kBlock, to);
  sum_columns(from, rows, stride, count, to);
}

NIGHTJAR_CLONES void sum_int8(const void* from, int64_t rows, int64_t stride, int64_t count,
                              float* to) {
  sum_block(static_cast<const int8_t*>(from), rows, stride, count, to);
}
NIGHTJAR_CLONES void sum_uint8(const void* from, int64_t rows, int64_t stride, int64_t count,
                               float* to) {
  sum_block(static_cast<const uint8_t*>(from), rows, stride, count, to);
}

class ByteSumTactic final : public Tactic {
 public:
  std::string_view name() const override { return "reduce.bytes.v1"; }
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
    const auto sum = parsed.input.type == DataType::kInt8 ? sum_int8 : sum_uint8;
    return make_launchable([=](const LaunchArguments& arguments) {
      for_each_index(extents.outer * blocks, threads, [&](int64_t index) {
        const int64_t row = index / blocks, first = index % blocks * kBlock;
        const auto* from = static_cast<const std::byte*>(arguments.inputs[0]) +
                           row * extents.middle * extents.inner + first;
        auto* to = static_cast<float*>(arguments.outputs[0]) + row * extents.inner + first;
        sum(from, extents.middle, extents.inner, std::min(kBlock, extents.inner - first), to);
      });
      return Status();
    });
  }
};

}  // namespace

const Tactic* reduce_bytes_tactic() {
  static const ByteSumTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
