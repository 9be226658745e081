// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/channel_epilogue.h"

namespace nightjar::kernels {

bool has_plain_types(std::span<const tensor::TensorDesc> operands, const Activation& activation) {
  const bool integers = tensor::is_integer(operands.back().type);
  for (const tensor::TensorDesc& desc : operands) {
    if (desc.type == tensor::DataType::kUndefined) continue;
    if (!is_convertible(desc.type) || tensor::is_integer(desc.type) != integers) return false;
  }
  return !integers || activation == Activation{};
}

}  // namespace nightjar::kernels
