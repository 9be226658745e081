// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Numbers as text and back, as ONNX's Cast writes and reads them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/tensor/host_tensor.h"

namespace nightjar::kernels {

/// The shortest text that reads back to the same number; "NaN", "INF" and "-INF".
std::string number_as_text(const tensor::HostTensor& numbers, int64_t index);

/// Stores what `text` says: a decimal number, or INF or NaN in any case, with or without a sign.
/// Integers take the whole part. Refuses anything else, and integers out of range.
Status store_text_as_number(std::string_view text, int64_t index, tensor::HostTensor& numbers);

}  // namespace nightjar::kernels
