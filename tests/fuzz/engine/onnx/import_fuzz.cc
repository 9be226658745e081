// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Any bytes are either refused with a sentence, or a network that holds together and can be
// written and read again.
#include <cstdio>
#include <cstdlib>

#include "engine/network/verify.h"
#include "engine/onnx/onnx.h"

namespace {

[[noreturn]] void give_up(const nightjar::Error& error) {
  std::fprintf(stderr, "%s\n", error.message.c_str());
  std::abort();
}

}  // namespace

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
  const Status sound = network::verify(*network);
  if (!sound.ok()) give_up(sound.error());
  const auto bytes = onnx::export_model(*network, "fuzz");
  // What was imported need not be sayable in the written opset; what is written must be readable.
  if (!bytes.ok()) return 0;
  const auto again = onnx::import_model(*bytes, "");
  if (!again.ok()) give_up(again.error());
  return 0;
}
