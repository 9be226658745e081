// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/models/operators/page.h"

namespace nightjar::cli {

void add_operators_command(CLI::App& app, int& exit_code) {
  app.add_subcommand("operators", "Every operator, where it runs and for which types, as Markdown")
      ->callback([&exit_code] {
        fmt::print("{}", operators_page());
        exit_code = kExitOk;
      });
}

}  // namespace nightjar::cli
