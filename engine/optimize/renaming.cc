// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/renaming.h"

#include "engine/optimize/match.h"

namespace nightjar::optimize {

using network::Network;
using network::TensorId;
using tensor::Shape;

std::optional<std::vector<int64_t>> reshape_target(const Shape& from, const Shape& to) {
  std::vector<int64_t> target;
  int inferred = 0;
  for (size_t axis = 0; axis < to.size(); ++axis) {
    const auto extent = to[axis].constant();
    const bool is_copied = axis < from.size() && from[axis] == to[axis];
    if (extent == 0 && !is_copied) return std::nullopt;  // a zero copies what stands there
    inferred += extent || is_copied ? 0 : 1;
    target.push_back(extent ? *extent : (is_copied ? 0 : -1));
  }
  if (inferred > 1) return std::nullopt;
  return target;
}

std::optional<TensorId> renamed(Network& network, TensorId tensor, const Shape& wanted,
                                const std::vector<std::string>& origins) {
  if (shape_of(network, tensor) == wanted) return tensor;
  const auto target = reshape_target(shape_of(network, tensor), wanted);
  if (!target) return std::nullopt;
  const auto rank = static_cast<int64_t>(target->size());
  const std::string name = network.tensor(tensor).name;
  network::Op reshape;
  reshape.type = "Reshape";
  reshape.name = network.unique_name(name + ".renamed");
  reshape.origins = origins;
  reshape.inputs = {tensor, network.add_constant(network.unique_name(name + ".shape"),
                                                 tensor::HostTensor::of_int64({rank}, *target))};
  const auto outputs = network.add_op(std::move(reshape), 1);
  if (!outputs.ok() || shape_of(network, outputs->front()) != wanted) return std::nullopt;
  return outputs->front();
}

bool is_renaming(const network::Op& op) {
  return op.domain.empty() && is_type(op, {"Reshape", "Flatten", "Squeeze", "Unsqueeze"});
}

}  // namespace nightjar::optimize
