// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/bisect/shell.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <cstdio>

namespace nightjar::cli {
namespace {

constexpr size_t kMostBytes = 1 << 20;  // The end is what counts.

std::string last_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text.substr(text.find_last_of('\n') + 1);
}

}  // namespace

Result<std::string> run_shell(const std::string& command) {
  std::FILE* pipe = popen(("exec 2>&1\n" + command).c_str(), "re");
  if (pipe == nullptr) return io_error("no shell can be started");
  std::string output;
  char part[4096];
  for (size_t count = 0; (count = std::fread(part, 1, sizeof part, pipe)) > 0;) {
    output.append(part, count);
    if (output.size() > 2 * kMostBytes) output.erase(0, output.size() - kMostBytes);
  }
  const int status = pclose(pipe);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return output;
  const std::string how = WIFEXITED(status)
                              ? fmt::format("ended with code {}", WEXITSTATUS(status))
                              : fmt::format("was killed by signal {}", WTERMSIG(status));
  return invalid_input(fmt::format("'{}' {}: {}", command, how, last_line(output)));
}

std::string quoted(const std::string& word) {
  std::string text = "'";
  for (const char character : word) {
    text += character == '\'' ? std::string("'\\''") : std::string(1, character);
  }
  return text + "'";
}

}  // namespace nightjar::cli
