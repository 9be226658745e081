// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Small questions that passes ask of a network.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::optimize {

/// The only op that reads `tensor`, once; kNoOp when there are others or it is an output.
network::OpId sole_consumer(const network::Network& network, network::TensorId tensor);

/// The op that makes `tensor` when it is of ONNX's `type`; kNoOp otherwise.
network::OpId producer_of_type(const network::Network& network, network::TensorId tensor,
                               std::string_view type);

bool is_type(const network::Op& op, std::initializer_list<std::string_view> types);

/// The value of a constant with one float element.
std::optional<double> scalar_constant(const network::Network& network, network::TensorId tensor);

/// Whether no element is infinite or no number.
bool is_finite(const tensor::HostTensor& numbers);

/// Of an op with two inputs: the one that is not `tensor`.
network::TensorId other_input(const network::Op& op, network::TensorId tensor);

const tensor::Shape& shape_of(const network::Network& network, network::TensorId tensor);

/// `into` gets the origins of `from`, each once.
void merge_origins(std::vector<std::string>& into, const std::vector<std::string>& from);

}  // namespace nightjar::optimize
