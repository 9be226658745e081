// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar scenarios SUITE: what a suite stands for, without running it.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "cli/command.h"
#include "cli/suite_request.h"
#include "scenarios/expand.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  SuiteRequest suite;
  bool as_json = false;
};

void print_json(const store::NewRun& run) {
  auto list = nlohmann::json::array();
  for (const scenarios::Scenario& scenario : run.scenarios) {
    auto object = nlohmann::json::parse(scenarios::to_json(scenario));
    object["name"] = display_name(scenario);
    object["fingerprint"] = fingerprint(scenario);
    const auto reason = scenarios::refuse_by_device_kind(scenario);
    if (reason) object["left_out"] = *reason;
    list.push_back(std::move(object));
  }
  fmt::print("{}\n", json_text(nlohmann::json{{"suite", run.suite_name}, {"scenarios", list}}, 2));
}

void print_table(const store::NewRun& run) {
  int64_t left_out = 0;
  for (const scenarios::Scenario& scenario : run.scenarios) {
    const auto reason = scenarios::refuse_by_device_kind(scenario);
    left_out += reason ? 1 : 0;
    fmt::print("{}  {}{}\n", fingerprint(scenario), display_name(scenario),
               reason ? "  (left out: " + *reason + ")" : "");
  }
  fmt::print("{}: {} scenarios, {} left out\n", run.suite_name,
             static_cast<int64_t>(run.scenarios.size()) - left_out, left_out);
}

Status list(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(const store::NewRun run, read_request(arguments.suite));
  if (arguments.as_json) {
    print_json(run);
  } else {
    print_table(run);
  }
  return {};
}

}  // namespace

void add_scenarios_command(Command& program) {
  Command command = program.subcommand("scenarios", "List what a suite stands for");
  auto arguments = std::make_shared<Arguments>();
  add_suite_options(command, arguments->suite);
  command.flag("--json", arguments->as_json, "Print JSON");
  command.does([arguments] { return list(*arguments); });
}

}  // namespace nightjar::cli
