// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/channel_affine.h"
#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

TensorId channel_constant(Network& network, const std::string& name, tensor::DataType type,
                          size_t rank, const std::vector<double>& numbers) {
  tensor::Dims dims(rank, 1);
  dims[1] = static_cast<int64_t>(numbers.size());
  tensor::HostTensor constant(type, dims);
  for (size_t c = 0; c < numbers.size(); ++c) {
    constant.set_value(static_cast<int64_t>(c), numbers[c]);
  }
  return network.add_constant(network.unique_name(name), constant);
}

bool spell(Network& network, OpId id) {
  const Op op = network.op(id);
  const auto affine = channel_affine(network, op);
  // One behind a convolution may still fold, once that one's weights are constants.
  if (!affine || producer_of_type(network, affine->x, "Conv") != network::kNoOp) return false;
  const network::Tensor& x = network.tensor(affine->x);
  const size_t rank = x.desc.shape.size();
  const tensor::DataType type = x.desc.type;
  Op product;
  product.type = "Mul";
  product.name = network.unique_name(op.name + ".scale");
  product.origins = op.origins;
  product.inputs = {affine->x,
                    channel_constant(network, op.name + ".factor", type, rank, affine->scale)};
  const auto scaled = network.add_op(std::move(product), 1);
  if (!scaled.ok()) return false;
  Op sum;
  sum.type = "Add";
  sum.name = op.name;
  sum.origins = op.origins;
  sum.inputs = {scaled->front(),
                channel_constant(network, op.name + ".shift", type, rank, affine->shift)};
  sum.outputs = op.outputs;
  sum.outputs.resize(1);
  network.remove_op(id);
  network.insert_op(std::move(sum));
  return true;
}

}  // namespace

Result<size_t> spell_batch_norm(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    if (is_type(network.op(id), {"BatchNormalization"}) && spell(network, id)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
