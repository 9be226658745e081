// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a name of a model may stand for while it runs: a tensor, a sequence of them, or nothing.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/tensor/host_tensor.h"

namespace nightjar::tensor {

/// One value in host memory. An optional that holds something is that thing; an empty one is
/// kNothing.
struct Value {
  enum class Kind : uint8_t { kNothing, kTensor, kSequence };

  Kind kind = Kind::kNothing;
  HostTensor tensor;                             ///< With kTensor.
  std::vector<Value> sequence;                   ///< With kSequence; elements of one kind.
  DataType element_type = DataType::kUndefined;  ///< Of a sequence's tensors, where it is known.

  Value() = default;
  Value(HostTensor held) : kind(Kind::kTensor), tensor(std::move(held)) {}
  static Value of_sequence(std::vector<Value> elements, DataType element_type) {
    Value value;
    value.kind = Kind::kSequence;
    value.sequence = std::move(elements);
    value.element_type = element_type;
    return value;
  }

  bool is_tensor() const { return kind == Kind::kTensor; }
  bool is_sequence() const { return kind == Kind::kSequence; }
};

using ValuesByName = std::map<std::string, Value>;

}  // namespace nightjar::tensor
