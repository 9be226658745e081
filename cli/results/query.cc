// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar query: people's own SQL over the documented views.
#include <memory>

#include "cli/command.h"
#include "cli/output.h"
#include "results/report/grid_json.h"

namespace nightjar::cli {
namespace {

struct Options {
  OutputChoice output;
  std::string sql;
};

report::Grid to_grid(const store::Table& table) {
  report::Grid grid;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const bool is_number = table.numeric[i];
    grid.columns.push_back(
        {table.columns[i], is_number ? report::Align::kRight : report::Align::kLeft});
  }
  for (const auto& row : table.rows) grid.rows.emplace_back(row.begin(), row.end());
  return grid;
}

Result<std::string> print_query(const Options& options, store::Store& store) {
  NIGHTJAR_ASSIGN(const store::Table table, store.query(options.sql));
  const report::Grid grid = to_grid(table);
  if (options.output.chosen() == Format::kJson) {
    return report::print_grid_json(grid, table.numeric);
  }
  return print_grid(grid, options.output);
}

}  // namespace

void add_query_command(Command& program) {
  auto options = std::make_shared<Options>();
  Command command = program.subcommand(
      "query", "Run a SELECT over the database; it cannot write. docs/STORE.md lists the views");
  command.option("sql", options->sql, "The statement").required();
  add_output_options(command, options->output);
  command.does([options] {
    return print_from_store(
        options->output, [&](store::Store& store, int&) { return print_query(*options, store); });
  });
}

}  // namespace nightjar::cli
