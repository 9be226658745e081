// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operators that a model defines itself, as graphs over other operators.
#pragma once

#include <map>
#include <string>
#include <tuple>

#include "base/result.h"
#include "engine/onnx/onnx.pb.h"
#include "engine/onnx/read/node_order.h"

namespace nightjar::onnx {

/// Version of each imported operator set; ONNX's own domain is "".
using Opsets = std::map<std::string, int64_t>;
using OpsetImports = google::protobuf::RepeatedPtrField<wire::OperatorSetIdProto>;

/// ONNX's own domain has two names; here it is "".
std::string plain_domain(const std::string& domain);
/// Refuses versions of ONNX's own domain that the network does not know.
Result<Opsets> read_opsets(const OpsetImports& imports);

struct Function {
  const wire::FunctionProto* proto = nullptr;
  Opsets opsets;
};

/// Functions of a model. Keeps pointers into it.
class FunctionTable {
 public:
  FunctionTable() = default;
  static Result<FunctionTable> of(const wire::ModelProto& model);
  /// The function that a node calls, or nullptr when it calls none.
  const Function* find(const wire::NodeProto& call) const;

 private:
  using Key = std::tuple<std::string, std::string, std::string>;  // domain, name, overload
  std::map<Key, Function> functions_;
};

/// The nodes of a function as `call` wants them: attributes that refer to parameters hold the
/// call's values or the defaults, and those without either are dropped.
Nodes instantiate(const wire::FunctionProto& function, const wire::NodeProto& call);

}  // namespace nightjar::onnx
