// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Types of graph inputs, with the names that dimensions go by.
#pragma once

#include <map>
#include <set>
#include <string>

#include "base/result.h"
#include "engine/network/network.h"
#include "engine/onnx/onnx.pb.h"
#include "engine/tensor/tensor_desc.h"

namespace nightjar::onnx {

/// Gives each dim_param a symbol that is made of letters, digits, '_' and '.', one for one.
class SymbolNames {
 public:
  /// All symbols begin with `prefix`, so that those of different graphs stay apart.
  explicit SymbolNames(std::string prefix = "") : prefix_(std::move(prefix)) {}
  tensor::Dim symbol_of(const std::string& dim_param);

 private:
  std::string prefix_;
  std::map<std::string, std::string> by_param_;
  std::set<std::string> taken_;
};

/// What a model says of a value before it runs.
struct ValueType {
  tensor::TensorDesc desc;  ///< The type alone, of a sequence's tensors too, when not described.
  network::ValueKind kind = network::ValueKind::kTensor;
  bool described = false;
};

/// The type of a graph input; nothing but the kind of one that has none. An extent without value
/// and name becomes a symbol of its own.
Result<ValueType> read_value_type(const wire::ValueInfoProto& value, SymbolNames& symbols);

}  // namespace nightjar::onnx
