// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/command.h"
#include "worker/probe/build_info.h"

namespace {

std::string version() {
  const nightjar::probe::BuildInfo built = nightjar::probe::build_info();
  return fmt::format("nightjar {} ({}{}, {}, {})", NIGHTJAR_VERSION, built.git_revision,
                     built.git_dirty ? " with changes" : "", built.build_type, built.compiler);
}

}  // namespace

int main(int argc, char** argv) {
  nightjar::cli::CommandLine command_line(
      "nightjar",
      "Which model on which device became slower or less accurate, and which layer did it.");
  command_line.set_version(version());
  command_line.set_footer(
      "Exit codes: 0 all is well, 1 an error, 2 a wrong command line, 3 something regressed,\n"
      "4 a scenario failed or was not measured.");
  nightjar::cli::add_commands(command_line.program());
  return command_line.parse(argc, argv);
}
