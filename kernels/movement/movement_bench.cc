// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Transposes of attention and images, joins and parts of channels.
#include "kernels/movement/movement.h"

#include "kernels/common/tactic_bench.h"

namespace nightjar::kernels {
namespace {

using tensor::Dims;

struct Transpose {
  const char* name;
  Dims dims;
  std::vector<int64_t> permutation;
};

const Transpose kTransposes[] = {
    {"heads", {128, 12, 64}, {1, 0, 2}},
    {"keys", {128, 12, 64}, {1, 2, 0}},
    {"to_channels_last", {1, 64, 56, 56}, {0, 2, 3, 1}},
};

void register_movement_bench(const std::string& name, const MovementProblem& problem,
                             int64_t elements) {
  BenchCase bench;
  bench.name = "movement/" + name + "/plain";
  bench.tactic = "movement.plain.v1";
  bench.problem = problem.to_problem();
  bench.operations = static_cast<double>(elements);
  register_bench(bench);
}

tensor::TensorDesc describe(const Dims& dims) {
  return {tensor::DataType::kFloat32, tensor::to_shape(dims)};
}

[[maybe_unused]] const bool kRegistered = [] {
  for (const Transpose& transpose : kTransposes) {
    MovementProblem problem;
    problem.kind = MovementKind::kTranspose;
    problem.permutation = transpose.permutation;
    Dims moved;
    for (const int64_t axis : transpose.permutation) {
      moved.push_back(transpose.dims[static_cast<size_t>(axis)]);
    }
    problem.inputs = {describe(transpose.dims)};
    problem.outputs = {describe(moved)};
    register_movement_bench(transpose.name, problem, tensor::element_count(moved));
  }
  MovementProblem concat;
  concat.kind = MovementKind::kConcat;
  concat.axis = 2;
  concat.inputs = {describe({56, 56, 64}), describe({56, 56, 32})};
  concat.outputs = {describe({56, 56, 96})};
  register_movement_bench("concat_channels_last", concat, 56 * 56 * 96);
  return true;
}();

}  // namespace
}  // namespace nightjar::kernels
