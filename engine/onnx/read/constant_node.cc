// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/read/constant_node.h"

namespace nightjar::onnx {
namespace {

using tensor::HostTensor;

struct ToTensor {
  Result<HostTensor> operator()(int64_t value) const { return HostTensor::of_int64({}, {value}); }
  Result<HostTensor> operator()(double value) const {
    return HostTensor::of_floats({}, {static_cast<float>(value)});
  }
  Result<HostTensor> operator()(const std::string& value) const {
    return HostTensor::of_strings({}, {value});
  }
  Result<HostTensor> operator()(const std::vector<int64_t>& values) const {
    return HostTensor::of_int64({static_cast<int64_t>(values.size())}, values);
  }
  Result<HostTensor> operator()(const std::vector<double>& values) const {
    return HostTensor::of_floats({static_cast<int64_t>(values.size())},
                                 {values.begin(), values.end()});
  }
  Result<HostTensor> operator()(const std::vector<std::string>& values) const {
    return HostTensor::of_strings({static_cast<int64_t>(values.size())}, values);
  }
};

}  // namespace

Result<HostTensor> constant_value(const network::Op& op) {
  for (const char* name : {"value", "sparse_value"}) {
    const auto found = op.tensors.find(name);
    if (found != op.tensors.end()) return found->second;
  }
  for (const auto& [name, value] : op.attributes.values()) {
    if (name.rfind("value_", 0) == 0) return std::visit(ToTensor(), value);
  }
  return invalid_input("has no value");
}

}  // namespace nightjar::onnx
