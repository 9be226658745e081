// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Means and extremes over rows, columns and images.
#include "kernels/reduce/reduce.h"

#include "kernels/common/tactic_bench.h"

namespace nightjar::kernels {
namespace {

struct Reduction {
  const char* name;
  ReduceKind kind;
  tensor::Dims dims;
  std::vector<int64_t> axes;
};

const Reduction kReductions[] = {
    {"rows", ReduceKind::kMean, {128, 3072}, {1}},
    {"columns", ReduceKind::kSum, {3072, 128}, {0}},
    {"pool_channels_last", ReduceKind::kMean, {1, 7, 7, 2048}, {1, 2}},
    {"pool_channels_first", ReduceKind::kMean, {1, 2048, 7, 7}, {2, 3}},
    {"max", ReduceKind::kMax, {128, 3072}, {1}},
};

[[maybe_unused]] const bool kRegistered = [] {
  for (const Reduction& reduction : kReductions) {
    tensor::Dims kept = reduction.dims;
    for (const int64_t axis : reduction.axes) kept[static_cast<size_t>(axis)] = 1;
    const auto type = tensor::DataType::kFloat32;
    const ReduceProblem problem{reduction.kind,
                                reduction.axes,
                                {type, tensor::to_shape(reduction.dims)},
                                {type, tensor::to_shape(kept)}};
    BenchCase bench;
    bench.name = std::string("reduce/") + reduction.name + "/plain";
    bench.tactic = "reduce.plain.v1";
    bench.problem = problem.to_problem();
    bench.operations = static_cast<double>(tensor::element_count(reduction.dims));
    register_bench(bench);
  }
  return true;
}();

}  // namespace
}  // namespace nightjar::kernels
