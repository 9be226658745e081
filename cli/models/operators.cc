// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/models/operators/page.h"

namespace nightjar::cli {

void add_operators_command(Command& program) {
  Command command = program.subcommand(
      "operators", "Every operator, where it runs and for which types, as Markdown");
  command.does([] {
    fmt::print("{}", operators_page());
    return kExitOk;
  });
}

}  // namespace nightjar::cli
