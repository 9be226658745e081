// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/digest.h"
#include "base/text_file.h"
#include "cli/command.h"
#include "cli/models/build_request.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  BuildRequest request;
  std::string output, decisions, decisions_out;
  bool verbose = false;
};

void print_outcome(const engine::BuildOutcome& outcome, const Arguments& arguments) {
  for (const std::string& line : outcome.passes) fmt::print("  {}\n", line);
  const auto row_count = arguments.verbose ? outcome.rejected.size() : size_t{0};
  for (size_t i = 0; i < row_count; ++i) {
    const build::RejectedTactic& row = outcome.rejected[i];
    fmt::print("  not trusted: {} at {}: {}\n", row.tactic, row.step, row.reason);
  }
  if (!arguments.decisions.empty()) {
    fmt::print("  {} of {} steps as '{}' says\n", outcome.steps_from_decisions,
               outcome.plan.steps.size(), arguments.decisions);
  }
  fmt::print("{}: {} steps, {:.2f} MB, built in {:.2f} s ({:.2f} s choosing tactics), {}\n",
             arguments.output, outcome.plan.steps.size(),
             static_cast<double>(outcome.bytes.size()) / 1e6, outcome.total_ns / 1e9,
             outcome.tune_ns / 1e9, sha256_hex(outcome.bytes).substr(0, 16));
}

Result<std::string> read_decisions(const std::string& path) {
  NIGHTJAR_ASSIGN(std::string text, read_text_file(path));
  if (text.empty()) return invalid_input("'" + path + "' is empty");
  return text;
}

Status run(const Arguments& given) {
  Arguments arguments = given;
  if (!arguments.decisions.empty()) {
    NIGHTJAR_ASSIGN(arguments.request.decisions_json, read_decisions(arguments.decisions));
  }
  NIGHTJAR_ASSIGN(const engine::BuildOutcome outcome, build_from_request(arguments.request));
  NIGHTJAR_TRY(plan::save_plan_file(arguments.output, outcome.bytes));
  if (!arguments.decisions_out.empty()) {
    NIGHTJAR_TRY(write_text_file(arguments.decisions_out, outcome.plan.decisions_json + '\n'));
  }
  print_outcome(outcome, arguments);
  return {};
}

}  // namespace

void add_build_command(Command& program) {
  Command command = program.subcommand("build", "Build a plan from an ONNX model");
  auto arguments = std::make_shared<Arguments>();
  add_build_options(command, arguments->request);
  command.option("-o,--output,--saveEngine", arguments->output, "The plan file to write")
      .required();
  command.option("--decisions", arguments->decisions,
                 "Take the choices of an earlier build from this file instead of timing");
  command.option("--decisions-out", arguments->decisions_out,
                 "Write every choice and its timings as JSON");
  command.flag("-v,--verbose", arguments->verbose, "Name the tactics that were not trusted");
  command.does([arguments] { return run(*arguments); });
}

}  // namespace nightjar::cli
