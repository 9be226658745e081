// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Convolutions and matrix products with what is fused to them.
#include "engine/network/fused_ops.h"
#include "engine/onnx/upgrade/microsoft/microsoft.h"

namespace nightjar::onnx {
namespace {

/// The name of an activation there, and what its first two parameters are when they are not given.
struct Activation {
  const char* name;
  double alpha, beta;
};

const std::map<std::string, Activation>& activations() {
  static const std::map<std::string, Activation> table = {
      {"Relu", {"relu", 0.0, 0.0}},
      {"Tanh", {"tanh", 0.0, 0.0}},
      {"Sigmoid", {"sigmoid", 0.0, 0.0}},
      {"LeakyRelu", {"leaky_relu", 0.01, 0.0}},
      {"Clip", {"clip", -3.4e38, 3.4e38}},
      {"HardSigmoid", {"hard_sigmoid", 0.2, 0.5}},
      {"", {"", 0.0, 0.0}},
  };
  return table;
}

Status fused_conv(Node& node, Emitter&) {
  NIGHTJAR_ASSIGN(const auto name, take_string(node, "activation"));
  NIGHTJAR_ASSIGN(const auto parameters, take_floats(node, "activation_params"));
  const auto found = activations().find(name.value_or(""));
  if (found == activations().end()) {
    return unsupported("activation '" + *name + "' is not supported");
  }
  const auto& [type, alpha, beta] = found->second;
  const std::vector<double> given = parameters.value_or(std::vector<double>{});
  node.op.attributes.set("activation", std::string(type));
  node.op.attributes.set("alpha", given.empty() ? alpha : given[0]);
  node.op.attributes.set("beta", given.size() < 2 ? beta : given[1]);
  node.op.domain = network::kNightjarDomain;
  return {};
}

/// [m, batch..., k] as [batch..., m, k].
Status batch_in_front(Node& node, Emitter& emit, size_t index, const char* attribute) {
  NIGHTJAR_ASSIGN(const auto swapped, take_int(node, attribute));
  if (swapped.value_or(0) == 0) return {};
  NIGHTJAR_ASSIGN(const tensor::TensorDesc desc, need_described(node, emit, index));
  const auto rank = static_cast<int64_t>(desc.shape.size());
  if (rank < 3) return invalid_input("input " + std::to_string(index) + " has no batch axes");
  std::vector<int64_t> permutation;
  for (int64_t axis = 1; axis < rank - 1; ++axis) permutation.push_back(axis);
  permutation.push_back(0);
  permutation.push_back(rank - 1);
  tensor::Attributes attributes;
  attributes.set("perm", permutation);
  NIGHTJAR_ASSIGN(node.op.inputs[index], emit.op("Transpose", {node.op.inputs[index]}, attributes));
  return {};
}

Status fused_matmul(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto alpha, take_float(node, "alpha"));
  NIGHTJAR_TRY(batch_in_front(node, emit, 0, "transBatchA"));
  NIGHTJAR_TRY(batch_in_front(node, emit, 1, "transBatchB"));
  node.op.attributes.set("scale", alpha.value_or(1.0));
  node.op.type = "FusedGemm";
  node.op.domain = network::kNightjarDomain;
  return {};
}

/// Gemm followed by an activation.
Status fused_gemm(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto name, take_string(node, "activation"));
  tensor::Attributes attributes;
  for (const char* parameter : {"alpha", "beta", "gamma"}) {
    NIGHTJAR_ASSIGN(const auto value, take_float(node, std::string("activation_") + parameter));
    if (value) attributes.set(parameter, *value);
  }
  node.op.type = "Gemm";
  node.op.domain.clear();
  if (name.value_or("").empty()) return {};
  NIGHTJAR_ASSIGN(const network::TensorId product,
                  emit.op("Gemm", node.op.inputs, node.op.attributes));
  NIGHTJAR_ASSIGN(const network::TensorId answer, emit.op(*name, {product}, attributes));
  node.outputs = {answer};
  return {};
}

}  // namespace

void add_product_translations(TranslationTable& table) {
  table["FusedConv"] = fused_conv;
  table["FusedGemm"] = fused_gemm;
  table["FusedMatMul"] = fused_matmul;
}

}  // namespace nightjar::onnx
