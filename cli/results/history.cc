// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar history: a series over its runs.
#include <memory>
#include <utility>

#include "cli/command.h"
#include "cli/output.h"
#include "results/report/history.h"

namespace nightjar::cli {
namespace {

struct Options {
  OutputChoice output;
  std::string which;
  int64_t last = 50;
};

Result<std::vector<report::SeriesHistory>> gather(const Options& options, store::Store& store) {
  NIGHTJAR_ASSIGN(const auto entries, store.series().find(options.which));
  if (entries.empty() && !options.which.empty()) {
    return not_found("no series of '" + options.which + "' in " + options.output.database +
                     "; nightjar history without a name lists them all");
  }
  std::vector<report::SeriesHistory> histories;
  for (const store::SeriesEntry& entry : entries) {
    NIGHTJAR_ASSIGN(auto points, store.series().history(entry.key, options.last));
    histories.push_back({entry.display_name, entry.key, std::move(points)});
  }
  return histories;
}

/// All series get a line each; those that were asked for by name get their runs too.
std::string print_series(const std::vector<report::SeriesHistory>& histories,
                         const Options& options) {
  std::string text;
  for (const report::SeriesHistory& history : histories) {
    text += report::series_headline(history) + '\n';
    if (options.which.empty()) continue;
    text += '\n' + print_grid(report::history_grid(history), options.output) + '\n';
  }
  return text;
}

Result<std::string> print_history(const Options& options, store::Store& store) {
  NIGHTJAR_ASSIGN(const auto histories, gather(options, store));
  switch (options.output.chosen()) {
    case Format::kJson:
      return report::print_history_json(histories);
    case Format::kCsv:
      return print_grid(report::history_figures(histories), options.output);
    default:
      return print_series(histories, options);
  }
}

}  // namespace

void add_history_command(Command& program) {
  auto options = std::make_shared<Options>();
  Command command = program.subcommand("history", "Series over their runs");
  command.option("which", options->which,
                 "A model, a scenario's name or a fingerprint (or its start); all series by "
                 "default");
  command.option("--last", options->last, "How many runs of each")
      .between(1, 1'000'000)
      .show_default();
  add_output_options(command, options->output);
  command.does([options] {
    return print_from_store(
        options->output, [&](store::Store& store, int&) { return print_history(*options, store); });
  });
}

}  // namespace nightjar::cli
