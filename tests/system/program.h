// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The real program in processes of its own.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace nightjar::system_test {

/// One process of `nightjar`, killed with the object.
class Program {
 public:
  /// Starts it; both outputs go to the file `log`.
  Program(const std::vector<std::string>& arguments, const std::string& log);
  ~Program();
  Program(Program&& other) noexcept;
  Program& operator=(Program&& other) noexcept;

  void kill(int signal);
  /// Its exit code, or 128 and the signal that ended it; -1 when it goes on beyond the limit.
  int wait(double limit_s);
  std::string output() const;
  /// Processes that it started and that have not ended.
  std::vector<pid_t> children() const;

 private:
  pid_t pid_ = -1;
  int exit_code_ = -1;
  std::string log_;
};

/// Runs it to its end and returns what it prints on standard output and error.
std::string run_program(const std::vector<std::string>& arguments, const std::string& log,
                        int* exit_code = nullptr);

/// Asks until it is so; false when it is not within the limit.
template <typename Condition>
bool eventually(double limit_s, Condition condition);

/// Passes the time until the next question.
void pause_ms(int duration_ms);

template <typename Condition>
bool eventually(double limit_s, Condition condition) {
  constexpr int kPauseMs = 50;
  for (int passed_ms = 0; passed_ms < static_cast<int>(limit_s * 1000); passed_ms += kPauseMs) {
    if (condition()) return true;
    pause_ms(kPauseMs);
  }
  return condition();
}

}  // namespace nightjar::system_test
