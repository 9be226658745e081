// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// `nightjar refit`: weights of a model into a plan that was built without, or with others.
#include <fmt/format.h>

#include "base/digest.h"
#include "cli/command.h"
#include "cli/models/build_request.h"
#include "engine/build/refit.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  std::string plan, model, output, device = "cpu";
  int threads = 0;
  PluginRequest plugins;
};

Status run(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(const plan::Plan plan, plan::load_plan_file(arguments.plan));
  NIGHTJAR_ASSIGN(const auto device, device::open_device(arguments.device, arguments.threads));
  NIGHTJAR_ASSIGN(const auto plugins, load_plugins(arguments.plugins));
  NIGHTJAR_ASSIGN(const auto network, load_network(arguments.model, plugins));
  auto outcome =
      build::refit_plan(plan, network, *device, SystemClock(), engine::tactics_of(plugins));
  if (!outcome.ok()) return outcome.error().in(arguments.plan);
  NIGHTJAR_TRY(plan::save_plan_file(arguments.output, outcome->bytes));
  fmt::print("{}: {:.2f} MB with the weights of {}, in {:.2f} s, {}\n", arguments.output,
             static_cast<double>(outcome->bytes.size()) / 1e6, arguments.model,
             outcome->total_ns / 1e9, sha256_hex(outcome->bytes).substr(0, 16));
  return {};
}

}  // namespace

void add_refit_command(Command& program) {
  Command command = program.subcommand("refit", "Put the weights of a model into a plan");
  auto arguments = std::make_shared<Arguments>();
  command.option("plan", arguments->plan, "A plan, with or without weights").required();
  command.option("model", arguments->model, "The model it was built from, with any weights")
      .required();
  command.option("-o,--output", arguments->output, "The plan file to write").required();
  command.option("--device", arguments->device, "cpu or cuda:N").show_default();
  command.option("--threads", arguments->threads, "CPU threads; 0: all this process may use");
  add_plugin_option(command, arguments->plugins);
  command.does([arguments] { return run(*arguments); });
}

}  // namespace nightjar::cli
