// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// `nightjar diff`: what differs between two plans or decisions.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "cli/command.h"
#include "cli/plans/plan_diff.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  std::string first, second;
  double time_percent = 10;
  bool as_json = false;
};

void print_facts(const PlanView& a, const PlanView& b) {
  const auto line = [](const char* what, const std::string& x, const std::string& y) {
    if (x != y) fmt::print("{}: {} | {}\n", what, x, y);
  };
  line("model", a.model, b.model);
  line("precision", a.precision, b.precision);
  line("device", a.device_class, b.device_class);
  line("libraries", fmt::format("{}", fmt::join(a.libraries, ", ")),
       fmt::format("{}", fmt::join(b.libraries, ", ")));
  fmt::print("steps: {} | {}, chosen at {} | {}\n", a.steps.size(), b.steps.size(),
             microseconds(a.total_ns()), microseconds(b.total_ns()));
}

Status run(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(const PlanView first, load_plan_view(arguments.first));
  NIGHTJAR_ASSIGN(const PlanView second, load_plan_view(arguments.second));
  const auto changes = diff_plans(first, second, arguments.time_percent / 100);
  if (arguments.as_json) {
    nlohmann::ordered_json json = {{"changes", nlohmann::ordered_json::array()}};
    for (const PlanChange& change : changes) {
      json["changes"].push_back({{"kind", name_of(change.kind)},
                                 {"node", change.node},
                                 {"first", change.first},
                                 {"second", change.second}});
    }
    fmt::print("{}\n", json_text(json, 1));
    return {};
  }
  print_facts(first, second);
  for (const PlanChange& change : changes) {
    fmt::print("{:<18} {}: {} | {}\n", name_of(change.kind), change.node,
               change.first.empty() ? "-" : change.first,
               change.second.empty() ? "-" : change.second);
  }
  if (changes.empty()) fmt::print("no step differs\n");
  return {};
}

}  // namespace

void add_diff_command(Command& program) {
  Command command =
      program.subcommand("diff", "Say what differs between two plans: fused, chosen, timed");
  auto arguments = std::make_shared<Arguments>();
  command.option("first", arguments->first, "A plan, or decisions as .json").required();
  command.option("second", arguments->second, "A plan, or decisions as .json").required();
  command.option("--time", arguments->time_percent, "Percent from which times differ")
      .not_negative()
      .show_default();
  command.flag("--json", arguments->as_json, "Print one JSON object");
  command.does([arguments] { return run(*arguments); });
}

}  // namespace nightjar::cli
