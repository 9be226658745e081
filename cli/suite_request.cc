// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/suite_request.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <charconv>

#include "scenarios/expand.h"
#include "scenarios/spelling.h"
#include "scenarios/suite.h"

namespace nightjar::cli {
namespace {

constexpr double kLargestSlowDown = 100;

bool matches(const std::string& filter, const scenarios::Scenario& scenario) {
  if (filter.empty()) return true;
  return fnmatch(filter.c_str(), display_name(scenario).c_str(), 0) == 0 ||
         fnmatch(filter.c_str(), scenario.model.c_str(), 0) == 0;
}

Status check_fault_model(const store::NewRun& run) {
  if (run.fault.empty()) return {};
  std::vector<std::string> models;
  for (const scenarios::Scenario& scenario : run.scenarios) {
    if (scenario.model == run.fault.model) return {};
    models.push_back(scenario.model);
  }
  return invalid_input(fmt::format("the fault is for model '{}': {}", run.fault.model,
                                   scenarios::suggest(run.fault.model, models)));
}

}  // namespace

void add_suite_options(Command& command, SuiteRequest& request) {
  command.option("suite", request.path, "The suite, a YAML file").required();
  command.option("--filter", request.filter,
                 "Only scenarios whose name or model matches, such as 'resnet50/bf16/*'");
}

void add_fault_options(Command& command, SuiteRequest& request) {
  command.option("--inject-slowdown", request.inject_slowdown,
                 "Slow a model down on purpose, such as resnet50=20%, to see it found; "
                 "recorded with every result and kept out of later baselines");
  command.option("--inject-fault", request.inject_fault,
                 "Put a fault into a model's plan, such as resnet50=tactic; or precision, fusion, "
                 "reformat or rounding");
  command.option("--inject-layer", request.inject_layer,
                 "The ONNX node that the fault is for; the slowest when left out");
}

Result<scenarios::FaultInjection> parse_fault(const std::string& slow_down,
                                              const std::string& layer) {
  if (slow_down.empty()) {
    if (layer.empty()) return scenarios::FaultInjection{};
    return invalid_input(
        "--inject-layer needs --inject-slowdown MODEL=20% or --inject-fault MODEL=KIND");
  }
  const size_t equals = slow_down.rfind('=');
  double number = 0;
  std::string rest = "?";
  if (equals != std::string::npos && equals > 0) {
    const char* begin = slow_down.data() + equals + 1;
    const char* end = slow_down.data() + slow_down.size();
    const auto [stop, problem] = std::from_chars(begin, end, number);
    if (problem == std::errc()) rest = std::string(stop, end);
  }
  if (rest == "%") number /= 100;
  if ((!rest.empty() && rest != "%") || !(number > 0) || number > kLargestSlowDown) {
    return invalid_input(
        fmt::format("--inject-slowdown: '{}' is not a model and how much to slow it down, such as "
                    "resnet50=20%",
                    slow_down));
  }
  return scenarios::FaultInjection{slow_down.substr(0, equals), number, layer};
}

Result<scenarios::FaultInjection> parse_plan_fault(const std::string& text,
                                                   const std::string& layer) {
  const size_t equals = text.rfind('=');
  const auto kind = equals == std::string::npos || equals == 0
                        ? std::nullopt
                        : scenarios::fault_kind_from_string(text.substr(equals + 1));
  if (!kind || *kind == scenarios::FaultKind::kDelay) {
    return invalid_input(fmt::format(
        "--inject-fault: '{}' is not a model and what to do to it, such as resnet50=tactic; known "
        "are tactic, precision, fusion, reformat and rounding",
        text));
  }
  return scenarios::FaultInjection{text.substr(0, equals), 0, layer, *kind};
}

Result<store::NewRun> read_request(const SuiteRequest& request) {
  NIGHTJAR_ASSIGN(const scenarios::Suite suite, scenarios::load_suite(request.path));
  const auto all = [](const scenarios::Scenario&) { return std::optional<std::string>(); };
  NIGHTJAR_ASSIGN(scenarios::Expansion expansion, scenarios::expand(suite, all));
  store::NewRun run;
  run.suite_name = suite.name;
  run.suite_text = suite.text;
  if (!request.inject_fault.empty() && !request.inject_slowdown.empty()) {
    return invalid_input("a run has one fault: --inject-fault or --inject-slowdown");
  }
  NIGHTJAR_ASSIGN(run.fault, request.inject_fault.empty()
                                 ? parse_fault(request.inject_slowdown, request.inject_layer)
                                 : parse_plan_fault(request.inject_fault, request.inject_layer));
  std::copy_if(
      std::make_move_iterator(expansion.scenarios.begin()),
      std::make_move_iterator(expansion.scenarios.end()), std::back_inserter(run.scenarios),
      [&](const scenarios::Scenario& scenario) { return matches(request.filter, scenario); });
  if (run.scenarios.empty()) {
    return invalid_input(
        fmt::format("--filter: no scenario of {} matches '{}'", request.path, request.filter));
  }
  NIGHTJAR_TRY(check_fault_model(run));
  return run;
}

}  // namespace nightjar::cli
