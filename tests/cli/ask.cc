// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/ask.h"

#include <gtest/gtest.h>

#include "cli/command.h"

namespace nightjar::cli {

Answer ask(const std::string& words) {
  CommandLine command_line("nightjar", "");
  add_commands(command_line.program());
  Answer answer;
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  answer.exit_code = command_line.parse(words);
  answer.out = ::testing::internal::GetCapturedStdout();
  answer.err = ::testing::internal::GetCapturedStderr();
  return answer;
}

}  // namespace nightjar::cli
