// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Commands that people wrote, run by the shell.
#pragma once

#include <string>

#include "base/result.h"

namespace nightjar::cli {

/// What it prints on standard output; an error with its last words when it does not end with 0.
Result<std::string> run_shell(const std::string& command);

/// In single quotes, so that the shell takes it as one word.
std::string quoted(const std::string& word);

}  // namespace nightjar::cli
