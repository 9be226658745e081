// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What the inputs of a body look like, by the operator's own inputs and by what the body says.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/network/network.h"
#include "engine/onnx/onnx.pb.h"
#include "engine/onnx/read/value_type.h"
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {

/// An output of a body that is an input of its next round.
struct CarriedValue {
  size_t output = 0;
  size_t input = 0;
};

struct BodyInputs {
  std::vector<ValueType> types;
  std::vector<CarriedValue> carried;
};

/// Types of the inputs in the first round. Symbols of the body begin with `prefix`.
Result<BodyInputs> first_body_inputs(const wire::GraphProto& body, const Node& node,
                                     const network::Network& network, const std::string& prefix);

/// Makes the carried inputs agree with what a round gave for them: extents that vary become
/// symbols, values that differ otherwise undescribed. False when they agreed already.
bool widen_body_inputs(BodyInputs& inputs, const network::Network& body, const std::string& prefix);

/// Leaves nothing but types of the carried inputs.
void forget_carried_inputs(BodyInputs& inputs);

}  // namespace nightjar::onnx
