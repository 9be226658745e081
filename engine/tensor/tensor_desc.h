// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What is known of a tensor before it has bytes: type, shape, layout.
#pragma once

#include <string>

#include "base/bytes.h"
#include "engine/tensor/data_type.h"
#include "engine/tensor/layout.h"
#include "engine/tensor/shape.h"

namespace nightjar::tensor {

struct TensorDesc {
  DataType type = DataType::kUndefined;
  Shape shape;
  Layout layout = Layout::kRowMajor;

  bool operator==(const TensorDesc&) const = default;
};

/// "float32[Nx3x224x224]", with the layout behind it unless row-major.
std::string to_string(const TensorDesc& desc);

void write(const TensorDesc& desc, ByteWriter& out);
Result<TensorDesc> read_tensor_desc(ByteReader& in);

}  // namespace nightjar::tensor
