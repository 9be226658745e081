// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Where the engine says what it is doing.
#pragma once

#include <cstdint>
#include <string>

namespace nightjar::engine {

enum class Severity : uint8_t { kInternalError, kError, kWarning, kInfo, kVerbose };
const char* to_string(Severity severity);  ///< internal error, error, warning, info, verbose

/// Called from the thread that builds or loads; one logger may serve several at once only when it
/// is made for that.
class Logger {
 public:
  virtual ~Logger() = default;
  virtual void log(Severity severity, const std::string& message) = 0;
};

/// Prints what is as severe as `least` or more to standard error, a line a message.
class ConsoleLogger final : public Logger {
 public:
  explicit ConsoleLogger(Severity least = Severity::kWarning) : least_(least) {}
  void log(Severity severity, const std::string& message) override;

 private:
  const Severity least_;
};

}  // namespace nightjar::engine
