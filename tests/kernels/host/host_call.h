// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Calls a host op in a test.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kernels/host/host_op.h"

namespace nightjar::kernels::testing {

inline Result<std::vector<tensor::HostTensor>> call_host(
    const std::string& type, const std::vector<tensor::HostTensor>& inputs,
    const tensor::Attributes& attributes = {}, size_t output_count = 1) {
  const HostOp op = find_host_op("", type);
  if (op == nullptr) return not_found("there is no host op " + type);
  static const std::map<std::string, tensor::HostTensor> kNoTensors;
  return op({attributes, kNoTensors, inputs, output_count});
}

inline tensor::HostTensor strings(const std::vector<std::string>& values) {
  return tensor::HostTensor::of_strings({static_cast<int64_t>(values.size())}, values);
}

inline tensor::HostTensor bools(const std::vector<uint8_t>& values) {
  return tensor::HostTensor::of<uint8_t>(tensor::DataType::kBool,
                                         {static_cast<int64_t>(values.size())}, values);
}

}  // namespace nightjar::kernels::testing
