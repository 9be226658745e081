// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// `nightjar cache`: timing caches merged.
#include <fmt/format.h>

#include <filesystem>

#include "cli/command.h"
#include "engine/build/records/timing_cache.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  std::vector<std::string> inputs;
  std::string output;
};

Status merge(const Arguments& arguments) {
  build::TimingCache merged;
  for (const std::string& path : arguments.inputs) {
    std::error_code unknown;
    if (!std::filesystem::exists(path, unknown)) {
      return not_found("timing cache '" + path + "' is absent");
    }
    NIGHTJAR_ASSIGN(const auto cache, build::load_timing_cache(path));
    merged.merge(cache);
  }
  NIGHTJAR_TRY(build::save_timing_cache(arguments.output, merged));
  fmt::print("{}: {} entries", arguments.output, merged.size());
  if (merged.ignored() > 0) fmt::print(", {} foreign or damaged lines ignored", merged.ignored());
  fmt::print("\n");
  return {};
}

}  // namespace

void add_cache_command(Command& program) {
  Command command = program.subcommand("cache", "Work with timing caches");
  command.needs_subcommand();
  Command merging = command.subcommand("merge", "Join timing caches into one");
  auto arguments = std::make_shared<Arguments>();
  merging.option("caches", arguments->inputs, "Files of `build --timing-cache`").required();
  merging.option("-o,--output", arguments->output, "The cache to write; added to when it exists")
      .required();
  merging.does([arguments] { return merge(*arguments); });
}

}  // namespace nightjar::cli
