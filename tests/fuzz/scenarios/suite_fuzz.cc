// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Any text is either refused with a sentence that begins with the file, or a suite whose scenarios
// can all be named.
#include <cstdlib>

#include "scenarios/expand.h"
#include "scenarios/suite.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nightjar;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto suite = scenarios::parse_suite(text, "fuzz.yaml");
  if (!suite.ok()) {
    if (!suite.error().message.starts_with("fuzz.yaml")) std::abort();
    return 0;
  }
  const auto expansion = scenarios::expand(*suite, scenarios::refuse_by_device_kind);
  if (!expansion.ok()) return 0;
  for (const scenarios::Scenario& scenario : expansion->scenarios) {
    if (scenarios::display_name(scenario).empty()) std::abort();
    if (scenarios::fingerprint(scenario).empty()) std::abort();
  }
  return 0;
}
