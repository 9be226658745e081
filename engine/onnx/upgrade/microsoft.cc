// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operators of the domain com.microsoft that have a form here.
#include <map>

#include "engine/network/fused_ops.h"
#include "engine/onnx/upgrade/upgrade.h"

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

Status fused_matmul(Node& node, Emitter&) {
  NIGHTJAR_ASSIGN(const auto alpha, take_float(node, "alpha"));
  for (const char* name : {"transBatchA", "transBatchB"}) {
    NIGHTJAR_ASSIGN(const auto swapped, take_int(node, name));
    if (swapped.value_or(0) != 0) {
      return unsupported(std::string("attribute '") + name + "' is not supported");
    }
  }
  node.op.attributes.set("scale", alpha.value_or(1.0));
  node.op.type = "FusedGemm";
  node.op.domain = network::kNightjarDomain;
  return {};
}

Status gelu(Node& node, Emitter&) {
  node.op.domain.clear();
  return {};
}

}  // namespace

Status translate_microsoft(Node& node, Emitter& emit) {
  if (node.op.type == "FusedConv") return fused_conv(node, emit);
  if (node.op.type == "FusedMatMul") return fused_matmul(node, emit);
  if (node.op.type == "Gelu") return gelu(node, emit);
  return {};
}

}  // namespace nightjar::onnx
