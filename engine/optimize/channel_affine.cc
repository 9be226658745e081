// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/channel_affine.h"

#include <algorithm>
#include <cmath>

#include "engine/optimize/match.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::TensorId;
using tensor::HostTensor;

std::optional<ChannelAffine> of_batch_norm(const Network& network, const Op& op) {
  if (op.inputs.size() < 5) return std::nullopt;
  for (size_t i = 1; i < op.outputs.size(); ++i) {
    if (op.outputs[i] != network::kAbsent) return std::nullopt;
  }
  std::vector<const HostTensor*> parameters;
  for (size_t i = 1; i < 5; ++i) {
    const auto& constant = network.tensor(op.inputs[i]).constant;
    if (!constant || !tensor::is_float(constant->type())) return std::nullopt;
    parameters.push_back(&*constant);
  }
  const double epsilon = op.attributes.get_float("epsilon", 1e-5);
  ChannelAffine affine{op.inputs[0], {}, {}};
  for (int64_t c = 0; c < parameters[0]->count(); ++c) {
    const double gamma = parameters[0]->value_at(c), beta = parameters[1]->value_at(c);
    const double mean = parameters[2]->value_at(c), variance = parameters[3]->value_at(c);
    affine.scale.push_back(gamma / std::sqrt(variance + epsilon));
    affine.shift.push_back(beta - mean * affine.scale.back());
  }
  return affine;
}

/// The numbers of `constant`, one a channel of `shape`, which it must not widen.
std::optional<std::vector<double>> per_channel(const HostTensor& constant,
                                               const tensor::Shape& shape) {
  const auto channels = shape.size() < 2 ? std::nullopt : shape[1].constant();
  if (!channels || constant.dims().size() > shape.size() || !tensor::is_float(constant.type())) {
    return std::nullopt;
  }
  if (constant.count() == 1) {
    return std::vector<double>(static_cast<size_t>(*channels), constant.value_at(0));
  }
  const size_t missing = shape.size() - constant.dims().size();
  std::vector<double> numbers;
  for (size_t axis = 0; axis < constant.dims().size(); ++axis) {
    if (constant.dims()[axis] != (axis + missing == 1 ? *channels : 1)) return std::nullopt;
  }
  for (int64_t c = 0; c < constant.count(); ++c) numbers.push_back(constant.value_at(c));
  return numbers;
}

std::optional<ChannelAffine> of_arithmetic(const Network& network, const Op& op) {
  if (op.inputs.size() != 2) return std::nullopt;
  const bool is_swapped = network.tensor(op.inputs[0]).constant.has_value();
  const TensorId x = op.inputs[is_swapped ? 1 : 0], other = op.inputs[is_swapped ? 0 : 1];
  const auto& constant = network.tensor(other).constant;
  if (!constant || network.tensor(x).constant) return std::nullopt;
  const tensor::Shape& shape = shape_of(network, op.outputs[0]);
  const auto numbers = per_channel(*constant, shape);
  if (!numbers || shape_of(network, x) != shape) return std::nullopt;
  ChannelAffine affine{x, std::vector<double>(numbers->size(), 1.0),
                       std::vector<double>(numbers->size(), 0.0)};
  for (size_t c = 0; c < numbers->size(); ++c) {
    const double number = (*numbers)[c];
    if (op.type == "Mul") {
      affine.scale[c] = number;
    } else if (op.type == "Div") {
      if (is_swapped || number == 0) return std::nullopt;
      affine.scale[c] = 1 / number;
    } else if (op.type == "Sub") {
      affine.scale[c] = is_swapped ? -1 : 1;
      affine.shift[c] = is_swapped ? number : -number;
    } else {
      affine.shift[c] = number;
    }
  }
  return affine;
}

std::optional<ChannelAffine> of_any(const Network& network, const Op& op) {
  if (!op.domain.empty()) return std::nullopt;
  if (is_type(op, {"BatchNormalization"})) return of_batch_norm(network, op);
  if (is_type(op, {"Mul", "Div", "Add", "Sub"})) return of_arithmetic(network, op);
  return std::nullopt;
}

bool are_finite(const std::vector<double>& numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](double x) { return std::isfinite(x); });
}

}  // namespace

std::optional<ChannelAffine> channel_affine(const Network& network, const Op& op) {
  const auto affine = of_any(network, op);
  const bool is_usable = affine && are_finite(affine->scale) && are_finite(affine->shift);
  return is_usable ? affine : std::nullopt;
}

}  // namespace nightjar::optimize
