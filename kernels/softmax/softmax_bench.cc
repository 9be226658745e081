// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Softmax over attention scores, class scores and pixels.
#include "kernels/softmax/softmax.h"

#include "kernels/common/tactic_bench.h"

namespace nightjar::kernels {
namespace {

struct Scores {
  const char* name;
  tensor::Dims dims;
  int64_t axis;
};

const Scores kScores[] = {
    {"attention", {12, 128, 128}, 2},
    {"classes", {32, 1000}, 1},
    {"pixels", {1, 21, 128, 128}, 1},
};

[[maybe_unused]] const bool kRegistered = [] {
  for (const Scores& scores : kScores) {
    const tensor::TensorDesc desc{tensor::DataType::kFloat32, tensor::to_shape(scores.dims)};
    BenchCase bench;
    bench.name = std::string("softmax/") + scores.name + "/plain";
    bench.tactic = "softmax.plain.v1";
    bench.problem = SoftmaxProblem{desc, desc, scores.axis, false}.to_problem();
    bench.operations = static_cast<double>(tensor::element_count(scores.dims));
    register_bench(bench);
  }
  return true;
}();

}  // namespace
}  // namespace nightjar::kernels
