// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Types of graph inputs, with the names that dimensions go by.
#pragma once

#include <map>
#include <set>
#include <string>

#include "base/result.h"
#include "engine/onnx/onnx.pb.h"
#include "engine/tensor/tensor_desc.h"

namespace nightjar::onnx {

/// Gives each dim_param a symbol that is made of letters, digits, '_' and '.', one for one.
class SymbolNames {
 public:
  tensor::Dim symbol_of(const std::string& dim_param);

 private:
  std::map<std::string, std::string> by_param_;
  std::set<std::string> taken_;
};

/// The description of a graph input. An extent without value and name becomes a symbol of its own.
Result<tensor::TensorDesc> read_value_type(const wire::ValueInfoProto& value, SymbolNames& symbols);

}  // namespace nightjar::onnx
