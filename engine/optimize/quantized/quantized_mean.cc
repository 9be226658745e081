// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/fused_ops.h"
#include "engine/optimize/match.h"
#include "engine/optimize/quantized/quantization.h"
#include "engine/optimize/quantized/quantized_passes.h"

namespace nightjar::optimize {

using network::Network;
using network::Op;
using network::OpId;

namespace {

/// The extents a mean is taken over must be known, for it divides by their product.
bool has_constant_window(const Network& network, const Op& op) {
  const tensor::Shape& shape = shape_of(network, op.inputs[0]);
  return shape.size() > 2 && tensor::constant_dims(tensor::Shape(shape.begin() + 2, shape.end()));
}

}  // namespace

Result<size_t> fuse_quantized_mean(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    if (!op.domain.empty() || !is_type(op, {"GlobalAveragePool"})) continue;
    const auto x = dequantized(network, op.inputs[0]);
    if (!x || !has_constant_window(network, op)) continue;
    Op mean = op;
    mean.domain = network::kNightjarDomain;
    mean.type = "QuantizedMean";
    mean.inputs = {x->bytes};
    mean.attributes.set("x_scale", x->quantization.scale);
    mean.attributes.set("x_zero", x->quantization.zero);
    merge_origins(mean.origins, network.op(x->op).origins);
    network.remove_op(id);
    network.insert_op(std::move(mean));
    ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
