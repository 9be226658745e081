// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <cstdio>

namespace nightjar::cli {

int complain(const Error& error) {
  std::fprintf(stderr, "nightjar: %s\n", error.message.c_str());
  return kExitError;
}

}  // namespace nightjar::cli
