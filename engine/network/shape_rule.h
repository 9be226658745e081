// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How an op's outputs follow from its inputs: the face of the shape rules.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::network {

/// Elements of larger tensors are not followed.
inline constexpr int64_t kMaxKnownElements = 1024;

/// What a rule may know of one input. `desc.type` is kUndefined for an absent one.
struct InputFacts {
  tensor::TensorDesc desc;
  const tensor::HostTensor* constant = nullptr;
  const std::vector<tensor::Dim>* elements = nullptr;  ///< Also set for small integer constants.
  ValueKind kind = ValueKind::kTensor;
  bool described = true;  ///< False: `desc` says nothing. Only rules of such values see this.
  bool is_absent = true;

  bool present() const { return !is_absent; }
};

/// What a rule says of one output.
struct OutputFacts {
  tensor::TensorDesc desc;
  std::optional<std::vector<tensor::Dim>> elements = std::nullopt;
  ValueKind kind = ValueKind::kTensor;
  bool described = true;
};

/// Everything a rule may look at. `op` has its attributes; its outputs are not set yet.
struct RuleInput {
  const Op& op;
  std::span<const InputFacts> inputs;
  size_t output_count;
};

using ShapeRule = std::function<Result<std::vector<OutputFacts>>(const RuleInput&)>;

/// The rule of an operator, or nullptr when the network does not know it.
const ShapeRule* find_shape_rule(std::string_view domain, std::string_view type);
/// Every operator with a rule, as "Conv" or "nightjar::FusedConv", sorted.
std::vector<std::string> known_operators();

/// NumPy broadcasting of symbolic shapes; the error names both.
Result<tensor::Shape> broadcast(const tensor::Shape& a, const tensor::Shape& b);
/// Wraps a negative axis; refuses one outside of [-rank, rank).
Result<int> normalize_axis(int64_t axis, size_t rank);

/// Runs the rule of `op` over the tensors of `network`. A fault is told as
/// "Conv 'conv1': <reason>".
Result<std::vector<OutputFacts>> infer_outputs(const Network& network, const Op& op,
                                               size_t output_count);

/// Infers every op again and stores types, shapes and elements; layouts stay, but for those that a
/// rule decides. For use after constants or inputs have changed.
Status infer_again(Network& network);

}  // namespace nightjar::network
