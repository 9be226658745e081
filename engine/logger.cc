// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/logger.h"

#include <fmt/format.h>

namespace nightjar::engine {

const char* to_string(Severity severity) {
  switch (severity) {
    case Severity::kInternalError:
      return "internal error";
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kInfo:
      return "info";
    case Severity::kVerbose:
      return "verbose";
  }
  return "unknown";
}

void ConsoleLogger::log(Severity severity, const std::string& message) {
  if (severity <= least_) fmt::print(stderr, "{}: {}\n", to_string(severity), message);
}

}  // namespace nightjar::engine
