// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/output.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/check.h"
#include "base/text_file.h"
#include "cli/command.h"
#include "results/report/csv.h"
#include "results/report/markdown.h"

namespace nightjar::cli {

Format OutputChoice::chosen() const {
  if (as_json || format == "json") return Format::kJson;
  if (format == "markdown") return Format::kMarkdown;
  return format == "csv" ? Format::kCsv : Format::kTerminal;
}

report::TerminalStyle OutputChoice::style() const {
  const bool is_terminal = file.empty() && isatty(STDOUT_FILENO) != 0;
  return {.colour = is_terminal && std::getenv("NO_COLOR") == nullptr};
}

void add_output_options(Command& command, OutputChoice& choice) {
  command.option("--db", choice.database, "The database").show_default();
  command.option("--format", choice.format, "terminal (or table), markdown, csv or json")
      .one_of({"terminal", "table", "markdown", "csv", "json"})
      .show_default();
  command.flag("--json", choice.as_json, "The same as --format json");
  command.option("-o,--out", choice.file, "A file to write instead of standard output");
}

Status deliver(const OutputChoice& choice, const std::string& text) {
  if (choice.file.empty()) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (std::fflush(stdout) == 0) return {};
    return io_error("standard output cannot be written");
  }
  return write_text_file(choice.file, text);
}

std::string print_grid(const report::Grid& grid, const OutputChoice& choice) {
  switch (choice.chosen()) {
    case Format::kMarkdown:
      return report::print_markdown(grid);
    case Format::kCsv:
      return report::print_csv(grid);
    case Format::kTerminal:
      return report::print_terminal(grid, choice.style());
    case Format::kJson:
      break;
  }
  NIGHTJAR_CHECK(false, "JSON has names of its own and is printed by the caller");
}

int print_from_store(const OutputChoice& choice,
                     const std::function<Result<std::string>(store::Store&, int& code)>& print) {
  auto store = store::Store::open_read_only(choice.database);
  if (!store.ok()) return complain(store.error());
  int code = kExitOk;
  const auto text = print(*store, code);
  if (!text.ok()) return complain(text.error());
  const Status delivered = deliver(choice, *text);
  return delivered.ok() ? code : complain(delivered.error());
}

}  // namespace nightjar::cli
