// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar compare: two runs side by side, or precision modes side by side.
#include <memory>
#include <utility>

#include "cli/command.h"
#include "cli/output.h"
#include "results/report/comparison.h"
#include "results/report/precision.h"

namespace nightjar::cli {
namespace {

struct Options {
  OutputChoice output;
  std::vector<std::string> runs;
  std::string by;
  std::string run = "latest";
};

Result<std::string> compare_two(const Options& options, store::Store& store, int& code) {
  if (options.runs.size() != 2) {
    return invalid_input(
        "compare takes two runs, such as: compare latest~1 latest; or --by "
        "precision");
  }
  NIGHTJAR_ASSIGN(const record::Run before, store.runs().find(options.runs[0]));
  NIGHTJAR_ASSIGN(const record::Run after, store.runs().find(options.runs[1]));
  NIGHTJAR_ASSIGN(auto old_ones, store.runs().measurements(before.sequence));
  NIGHTJAR_ASSIGN(auto new_ones, store.runs().measurements(after.sequence));
  const report::Comparison comparison =
      report::compare_runs(before, std::move(old_ones), after, std::move(new_ones));
  if (report::has_regressed(comparison)) code = kExitRegressed;
  if (options.output.chosen() == Format::kJson) return report::print_comparison_json(comparison);
  return print_grid(report::comparison_grid(comparison), options.output);
}

std::string print_tables(const std::vector<report::PrecisionTable>& tables,
                         const OutputChoice& output) {
  std::string text;
  for (const report::PrecisionTable& table : tables) {
    const report::Grid grid = report::precision_grid(table);
    if (output.chosen() == Format::kTerminal) text += "\n" + table.device_class + "\n\n";
    if (output.chosen() == Format::kMarkdown) text += "\n## " + table.device_class + "\n\n";
    text += print_grid(grid, output);
  }
  return text;
}

Result<std::string> compare_precisions(const Options& options, store::Store& store) {
  if (options.runs.size() > 1) {
    return invalid_input("compare --by precision looks at one run; name it with --run");
  }
  const std::string id = options.runs.empty() ? options.run : options.runs.front();
  NIGHTJAR_ASSIGN(const record::Run run, store.runs().find(id));
  NIGHTJAR_ASSIGN(const auto measurements, store.runs().measurements(run.sequence));
  const auto tables = report::pivot_precisions(measurements);
  if (options.output.chosen() == Format::kJson) return report::print_precisions_json(tables);
  if (tables.empty()) {
    return not_found(record::run_id(run.sequence) + " has no finished inference to compare");
  }
  return print_tables(tables, options.output);
}

}  // namespace

void add_compare_command(Command& program) {
  auto options = std::make_shared<Options>();
  Command command = program.subcommand(
      "compare",
      "Two runs side by side (exits with 3 when the second regressed), or with --by "
      "precision the precision modes of one run");
  command.option("runs", options->runs, "The old run and the new one: r6 r7").count(0, 2);
  command.option("--by", options->by, "What to put side by side instead of two runs")
      .one_of({"precision"});
  command.option("--run", options->run, "With --by: the run to look at").show_default();
  add_output_options(command, options->output);
  command.does([options] {
    return print_from_store(options->output, [&](store::Store& store, int& code) {
      return options->by.empty() ? compare_two(*options, store, code)
                                 : compare_precisions(*options, store);
    });
  });
}

}  // namespace nightjar::cli
