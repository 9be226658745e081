// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Any bytes are either refused, or a message that can be written and read again.
#include <cstdlib>

#include "wire/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto message = nightjar::wire::decode(std::as_bytes(std::span(data, size)));
  if (!message.ok()) return 0;
  const auto bytes = nightjar::wire::encode(*message);
  if (!bytes.ok() || !nightjar::wire::decode(*bytes).ok()) std::abort();
  return 0;
}
