// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Layer norms of transformers, instance norm of an image.
#include "kernels/norm/norm.h"

#include "kernels/common/tactic_bench.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

struct Layer {
  const char* name;
  NormKind kind;
  DataType type;
  tensor::Dims dims;
  int64_t axis, parameters;
};

const Layer kLayers[] = {
    {"bert", NormKind::kLayer, DataType::kFloat32, {128, 768}, 1, 768},
    {"bert_bf16", NormKind::kLayer, DataType::kBFloat16, {128, 768}, 1, 768},
    {"convnext", NormKind::kLayer, DataType::kFloat32, {3136, 96}, 1, 96},
    {"rms", NormKind::kRms, DataType::kFloat32, {128, 4096}, 1, 4096},
    {"instance", NormKind::kGroup, DataType::kFloat32, {1, 64, 56, 56}, 0, 64},
};

[[maybe_unused]] const bool kRegistered = [] {
  for (const Layer& layer : kLayers) {
    NormProblem problem;
    problem.kind = layer.kind;
    problem.axis = layer.axis;
    problem.groups = layer.kind == NormKind::kGroup ? layer.parameters : 1;
    problem.x = problem.y = {layer.type, tensor::to_shape(layer.dims)};
    problem.scale = problem.bias = {layer.type, {tensor::Dim(layer.parameters)}};
    BenchCase bench;
    bench.name = std::string("norm/") + layer.name + "/plain";
    bench.tactic = "norm.plain.v1";
    bench.problem = problem.to_problem();
    bench.operations = static_cast<double>(tensor::element_count(layer.dims));
    register_bench(bench);
  }
  return true;
}();

}  // namespace
}  // namespace nightjar::kernels
