// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Asks the program's subcommands as a user types them.
#pragma once

#include <string>

namespace nightjar::cli {

struct Answer {
  int exit_code = -1;
  std::string out, err;
};

/// The answer to the words behind the program's name.
Answer ask(const std::string& words);

}  // namespace nightjar::cli
