// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// TensorProto and SparseTensorProto to host tensors and back.
#pragma once

#include <string>

#include "base/result.h"
#include "engine/onnx/onnx.pb.h"
#include "engine/tensor/host_tensor.h"

namespace nightjar::onnx {

/// `folder` is where external data may lie; empty forbids it.
Result<tensor::HostTensor> from_proto(const wire::TensorProto& proto, const std::string& folder);

/// Zeros with the values put in place; a dense size beyond `max_bytes` is refused.
Result<tensor::HostTensor> from_proto(const wire::SparseTensorProto& proto,
                                      const std::string& folder, size_t max_bytes);

/// Numbers as raw_data, strings as string_data.
void to_proto(const tensor::HostTensor& tensor, const std::string& name, wire::TensorProto& proto);

}  // namespace nightjar::onnx
