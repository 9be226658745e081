// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Elementwise chains over an image's activations and a transformer's.
#include "kernels/pointwise/pointwise.h"

#include "base/check.h"
#include "kernels/common/tactic_bench.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::TensorDesc;

struct Chain {
  const char* name;
  const char* expression;
  DataType type;
  std::vector<tensor::Dims> inputs;
  tensor::Dims output;
};

const Chain kChains[] = {
    {"add", "add(in0, in1)", DataType::kFloat32, {{128, 3072}, {128, 3072}}, {128, 3072}},
    {"relu_residual",
     "relu(add(in0, in1))",
     DataType::kFloat32,
     {{56, 56, 64}, {56, 56, 64}},
     {56, 56, 64}},
    {"bias_inner", "add(in0, in1)", DataType::kFloat32, {{3136, 64}, {64}}, {3136, 64}},
    {"bias_outer", "add(in0, in1)", DataType::kFloat32, {{64, 3136}, {64, 1}}, {64, 3136}},
    {"gelu", "gelu(in0)", DataType::kFloat32, {{128, 3072}}, {128, 3072}},
    {"gelu_bf16", "gelu(in0)", DataType::kBFloat16, {{128, 3072}}, {128, 3072}},
    {"silu", "silu(in0)", DataType::kFloat32, {{128, 3072}}, {128, 3072}},
    {"sigmoid", "sigmoid(in0)", DataType::kFloat32, {{128, 3072}}, {128, 3072}},
    {"tanh", "tanh(in0)", DataType::kFloat32, {{128, 3072}}, {128, 3072}},
    {"exp", "exp(in0)", DataType::kFloat32, {{128, 3072}}, {128, 3072}},
    {"cast", "in0", DataType::kInt64, {{128, 3072}}, {128, 3072}},
};

[[maybe_unused]] const bool kRegistered = [] {
  for (const Chain& chain : kChains) {
    pointwise::PointwiseProblem problem;
    auto expression = pointwise::Expression::parse(chain.expression);
    NIGHTJAR_CHECK(expression.ok(), chain.expression);
    problem.expression = *expression;
    for (const tensor::Dims& dims : chain.inputs) {
      problem.inputs.push_back({chain.type, tensor::to_shape(dims)});
    }
    problem.output = {chain.type, tensor::to_shape(chain.output)};
    BenchCase bench;
    bench.name = std::string("pointwise/") + chain.name + "/plain";
    bench.tactic = "pointwise.plain.v1";
    bench.problem = problem.to_problem();
    bench.operations = static_cast<double>(tensor::element_count(chain.output));
    register_bench(bench);
  }
  return true;
}();

}  // namespace
}  // namespace nightjar::kernels
