// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Matrix products of transformers and classifiers, with constant and with changing right sides.
#include <fmt/format.h>

#include "kernels/common/tactic_bench.h"
#include "kernels/gemm/gemm.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

struct Layer {
  const char* name;
  int64_t batch, m, n, k;
  bool is_weight;  ///< b is a constant matrix shared by the batch.
};

constexpr Layer kLayers[] = {
    {"bert_qkv", 1, 128, 2304, 768, true},  {"bert_up", 1, 128, 3072, 768, true},
    {"bert_down", 1, 128, 768, 3072, true}, {"attention_scores", 12, 128, 128, 64, false},
    {"classifier", 1, 1, 1000, 2048, true}, {"policy_mlp", 1, 32, 256, 256, true},
};

GemmProblem problem_of(const Layer& layer, DataType type) {
  const tensor::Layout order = tensor::Layout::kRowMajor;
  GemmProblem gemm;
  gemm.a = {type, {layer.batch, layer.m, layer.k}, order};
  gemm.b = {type, {layer.k, layer.n}, order};
  if (!layer.is_weight) gemm.b.shape = {layer.batch, layer.k, layer.n};
  if (layer.is_weight) gemm.bias = {DataType::kFloat32, {layer.n}, order};
  gemm.y = {type, {layer.batch, layer.m, layer.n}, order};
  return gemm;
}

void register_layer(const Layer& layer, DataType type, const std::string& tactic,
                    const std::string& config_like, const std::string& label) {
  BenchCase bench;
  bench.name = fmt::format("gemm/{}/{}/{}", layer.name, tensor::name_of(type), label);
  bench.tactic = tactic;
  bench.config_like = config_like;
  bench.problem = problem_of(layer, type).to_problem();
  if (layer.is_weight) bench.constant = {1};
  bench.operations = 2.0 * static_cast<double>(layer.batch * layer.m * layer.n * layer.k);
  bench.tolerance = type == DataType::kBFloat16 ? 1e-2 : 1e-4;
  register_bench(bench);
}

[[maybe_unused]] const bool kRegistered = [] {
  for (const Layer& layer : kLayers) {
    for (const DataType type : {DataType::kFloat32, DataType::kBFloat16}) {
      register_layer(layer, type, "gemm.onednn.v1", "matmul", "matmul");
      register_layer(layer, type, "gemm.onednn.v1", "inner_product", "inner_product");
    }
    for (const char* tile : {"14x32", "9x48", "6x64"}) {
      register_layer(layer, DataType::kFloat32, "gemm.own.product.v2", tile,
                     fmt::format("own_{}", tile));
    }
    register_layer(layer, DataType::kFloat32, "gemm.plain.v1", "", "plain");
  }
  return true;
}();

}  // namespace
}  // namespace nightjar::kernels
