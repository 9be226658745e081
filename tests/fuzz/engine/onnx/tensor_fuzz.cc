// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Any bytes are either refused with a sentence, or a tensor whose bytes are as many as its shape
// and type ask for.
#include <cstdlib>

#include "engine/onnx/onnx.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto tensor = nightjar::onnx::read_tensor(std::as_bytes(std::span(data, size)));
  if (!tensor.ok() && tensor.error().message.empty()) std::abort();
  return 0;
}
