// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/text_file.h"
#include "cli/command.h"
#include "cli/models/build_request.h"
#include "cli/models/chrome_trace.h"
#include "cli/models/made_up_inputs.h"
#include "worker/measure/summaries.h"
#include "worker/runners/engine_lane.h"
#include "worker/runners/layer_profile.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  BuildRequest request;
  scenarios::SamplingPlan sampling;
  double duration_s = 3, warm_up_s = 0.2;
  bool json = false, profile = false;
  std::string trace_path;
};

Result<plan::Plan> plan_of(const BuildRequest& request) {
  if (is_plan_file(request.model)) return plan::load_plan_file(request.model);
  NIGHTJAR_ASSIGN(auto outcome, build_from_request(request));
  // Measured is what was written: the bytes are read back, not the plan in memory.
  auto bytes = std::make_shared<const std::vector<std::byte>>(std::move(outcome.bytes));
  return plan::read_plan(*bytes, bytes);
}

std::string to_json(const record::JobResult& result, const std::vector<record::LayerRow>& layers) {
  const record::Summary& latency = result.latency;
  nlohmann::ordered_json json = {{"median_ms", latency.median_ns / 1e6},
                                 {"mean_ms", latency.mean_ns / 1e6},
                                 {"min_ms", latency.min_ns / 1e6},
                                 {"p99_ms", latency.p99_ns / 1e6},
                                 {"compute_ms", result.compute.median_ns / 1e6},
                                 {"samples", latency.count},
                                 {"throughput_per_s", result.throughput_per_s},
                                 {"stop_reason", result.stop_reason}};
  for (const record::LayerRow& row : layers) {
    json["layers"].push_back({{"name", row.name},
                              {"tactic", row.tactic},
                              {"layout", row.layout},
                              {"precision", row.precision},
                              {"median_us", row.median_ns / 1e3},
                              {"nodes", row.nodes}});
  }
  return json_text(json);
}

void print_table(const record::JobResult& result, const std::vector<record::LayerRow>& layers) {
  for (const record::LayerRow& row : layers) {
    fmt::print("{:10.1f} us {:5.1f} %  {:28} {:20} {}\n", row.median_ns / 1e3, row.share * 100,
               row.tactic, row.layout, row.name);
  }
  const record::Summary& latency = result.latency;
  fmt::print(
      "median {:.3f} ms ({:.3f} without copies), min {:.3f}, p99 {:.3f}, {:.1f} items/s over {} "
      "samples ({})\n",
      latency.median_ns / 1e6, result.compute.median_ns / 1e6, latency.min_ns / 1e6,
      latency.p99_ns / 1e6, result.throughput_per_s, latency.count, result.stop_reason);
}

Status run(Arguments arguments) {
  const SystemClock clock;
  NIGHTJAR_ASSIGN(auto plan, plan_of(arguments.request));
  NIGHTJAR_ASSIGN(const auto device,
                  device::open_device(arguments.request.device, arguments.request.threads));
  NIGHTJAR_ASSIGN(const auto plugins, load_plugins(arguments.request.plugins));
  NIGHTJAR_ASSIGN(const auto engine,
                  engine::Engine::load(std::move(plan), *device, engine::tactics_of(plugins)));
  NIGHTJAR_ASSIGN(const auto shapes, parse_shapes(arguments.request.shapes));
  NIGHTJAR_ASSIGN(const auto inputs, made_up_inputs(*engine, shapes, arguments.request.batch));
  NIGHTJAR_ASSIGN(const auto lane, runners::EngineLane::create(engine, inputs, clock));
  arguments.sampling.max_duration_ns = static_cast<int64_t>(arguments.duration_s * 1e9);
  arguments.sampling.warm_up_ns = static_cast<int64_t>(arguments.warm_up_s * 1e9);
  measure::SingleStream subject(*lane, clock);
  measure::TrustingGuard guard;
  NIGHTJAR_ASSIGN(auto sampling, take_samples(subject, arguments.sampling, guard, clock));
  record::JobResult result;
  measure::add_sampling(std::move(sampling), arguments.request.batch, result);
  std::vector<record::LayerRow> layers;
  if (arguments.profile || !arguments.trace_path.empty()) {
    NIGHTJAR_ASSIGN(const auto times_ns,
                    runners::median_step_times_ns(*lane, engine->plan().steps.size(), clock));
    layers = runners::layer_rows(engine->plan(), times_ns);
  }
  result.layers = layers;
  if (!arguments.trace_path.empty()) {
    NIGHTJAR_TRY(write_text_file(arguments.trace_path, chrome_trace(result)));
  }
  if (!arguments.profile) layers.clear();
  if (arguments.json) {
    fmt::print("{}\n", to_json(result, layers));
  } else {
    print_table(result, layers);
  }
  return {};
}

}  // namespace

void add_bench_command(Command& program) {
  Command command =
      program.subcommand("bench", "Measure the latency of a plan, or of a model built on the spot");
  auto arguments = std::make_shared<Arguments>();
  add_build_options(command, arguments->request);
  command.option("--duration", arguments->duration_s, "Seconds of sampling at most")
      .positive()
      .show_default();
  command.option("--warm-up", arguments->warm_up_s, "Seconds before sampling")
      .not_negative()
      .show_default();
  command
      .option("--target-error", arguments->sampling.target_relative_error,
              "Stop when the median is known to this share; 0: never")
      .show_default();
  command.flag("--json", arguments->json, "Print one JSON object");
  command.flag("--profile", arguments->profile, "Add the time of every step");
  command.option("--trace", arguments->trace_path,
                 "Write inferences and steps as a timeline, for ui.perfetto.dev or "
                 "chrome://tracing");
  command.does([arguments] { return run(*arguments); });
}

}  // namespace nightjar::cli
