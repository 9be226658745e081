// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// `nightjar trtexec`: a pasted trtexec command line, done or refused with the reason.
#include <fmt/format.h>

#include "base/text_file.h"
#include "cli/command.h"
#include "cli/models/made_up_inputs.h"
#include "cli/trtexec/exports.h"
#include "cli/trtexec/input_files.h"
#include "cli/trtexec/metrics.h"
#include "cli/trtexec/request.h"

namespace nightjar::cli {
namespace {

using trtexec::LayerTimes;
using trtexec::Request;

constexpr size_t kProfiledPasses = 20;

Status save_text(const std::string& path, const std::string& text) {
  if (path.empty()) return {};
  return write_text_file(path, text + '\n');
}

/// trtexec runs on the first GPU when none is named.
void choose_device(Request& request) {
  if (!request.has_device && device::open_device("cuda:0").ok()) request.build.device = "cuda:0";
  fmt::print("device: {}\n", request.build.device);
}

Result<plan::Plan> obtain_plan(const Request& request) {
  if (!request.load_plan.empty()) return plan::load_plan_file(request.load_plan);
  NIGHTJAR_ASSIGN(auto outcome, build_from_request(request.build));
  fmt::print("Engine built in {:.3f} sec.\n", outcome.total_ns / 1e9);
  if (request.verbose) {
    for (const std::string& pass : outcome.passes) fmt::print("  {}\n", pass);
    for (const auto& row : outcome.rejected) {
      fmt::print("  not trusted: {} at {}: {}\n", row.tactic, row.step, row.reason);
    }
  }
  if (!request.save_plan.empty()) {
    NIGHTJAR_TRY(plan::save_plan_file(request.save_plan, outcome.bytes));
  }
  auto bytes = std::make_shared<const std::vector<std::byte>>(std::move(outcome.bytes));
  return plan::read_plan(*bytes, bytes);
}

/// A run of its own, so that profiling is no part of what was measured.
Result<std::vector<LayerTimes>> profile(const std::shared_ptr<const engine::Engine>& engine,
                                        const runtime::TensorsByName& inputs) {
  NIGHTJAR_ASSIGN(const auto context, engine::Context::create(engine));
  NIGHTJAR_TRY(context->run(inputs));
  std::vector<LayerTimes> layers;
  for (const plan::PlanStep& step : engine->plan().steps) layers.push_back({step.name, {}});
  for (size_t pass = 0; pass < kProfiledPasses; ++pass) {
    std::vector<runtime::StepTime> times;
    context->profile_into(&times);
    const auto answers = context->run(inputs);
    context->profile_into(nullptr);
    if (!answers.ok()) return answers.error();
    for (const runtime::StepTime& time : times) layers[time.step].ms.push_back(time.ns / 1e6);
  }
  return layers;
}

Status infer(const Request& request, plan::Plan plan) {
  const SystemClock clock;
  NIGHTJAR_ASSIGN(const auto device,
                  device::open_device(request.build.device, request.build.threads));
  const int64_t before_ns = clock.steady_ns();
  NIGHTJAR_ASSIGN(const auto engine, engine::Engine::load(std::move(plan), *device));
  fmt::print("Engine deserialized in {:.6g} sec.\n",
             static_cast<double>(clock.steady_ns() - before_ns) / 1e9);
  NIGHTJAR_ASSIGN(const auto shapes, parse_shapes(request.build.shapes));
  NIGHTJAR_ASSIGN(auto inputs, made_up_inputs(*engine, shapes, 1));
  NIGHTJAR_TRY(trtexec::load_inputs(request.input_files, inputs));
  NIGHTJAR_ASSIGN(const auto run, run_queries(engine, inputs, request.inference, clock));
  if (run.queries.empty()) return invalid_input("--duration=0 --iterations=0 measures nothing");
  fmt::print("Warmup completed {} queries over {:g} ms\n", run.warm_up_queries,
             request.inference.warm_up_ms);
  const auto metrics = metrics_of(run, request.percentiles);
  fmt::print("Timing trace has {} queries over {:.6g} s\n", run.queries.size(), metrics.wall_s);
  fmt::print("{}", running_averages(run, request.inference.average_runs));
  const bool is_gpu = device->info().kind != device::DeviceKind::kCpu;
  fmt::print("{}", report(metrics, request.percentiles, is_gpu));
  NIGHTJAR_TRY(save_text(request.export_times, times_json(run)));
  if (!request.dump_profile && request.export_profile.empty()) return {};
  NIGHTJAR_ASSIGN(const auto layers, profile(engine, inputs));
  if (request.dump_profile) fmt::print("{}", profile_table(layers));
  if (request.export_profile.empty()) return {};
  return save_text(request.export_profile, profile_json(layers));
}

Status run(const std::vector<std::string>& words) {
  NIGHTJAR_ASSIGN(const auto flags, trtexec::read_flags(words));
  NIGHTJAR_ASSIGN(Request request, trtexec::request_of(flags));
  choose_device(request);
  NIGHTJAR_ASSIGN(auto plan, obtain_plan(request));
  if (request.dump_layers) fmt::print("{}\n", trtexec::layers_json(plan, request.names_only));
  if (!request.export_layers.empty()) {
    NIGHTJAR_TRY(save_text(request.export_layers, trtexec::layers_json(plan, request.names_only)));
  }
  return request.skips_inference ? Status() : infer(request, std::move(plan));
}

}  // namespace

void add_trtexec_command(Command& program) {
  Command command = program.subcommand(
      "trtexec", "Do what a trtexec command line asks for: paste its flags behind");
  auto words = std::make_shared<std::vector<std::string>>();
  command.takes_the_rest(*words);
  command.does([words] { return run(*words); });
}

}  // namespace nightjar::cli
