// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Any bytes are either refused with a sentence, or a network that holds together and can be
// written and read again.
#include <cstdlib>

#include "engine/network/verify.h"
#include "engine/onnx/onnx.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nightjar;
  onnx::ImportLimits limits;
  limits.max_nodes = 1000;
  limits.max_dense_bytes = size_t{1} << 20;
  const auto network = onnx::import_model(std::as_bytes(std::span(data, size)), "", limits);
  if (!network.ok()) {
    if (network.error().message.empty()) std::abort();
    return 0;
  }
  if (!network::verify(*network).ok()) std::abort();
  const auto bytes = onnx::export_model(*network, "fuzz");
  // What was imported need not be sayable in the written opset; what is written must be readable.
  if (bytes.ok() && !onnx::import_model(*bytes, "").ok()) std::abort();
  return 0;
}
