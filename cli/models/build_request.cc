// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/build_request.h"

#include <algorithm>
#include <filesystem>

#include "engine/build/records/timing_cache.h"
#include "engine/build/refit.h"
#include "engine/quantize/best_precision.h"
#include "scenarios/zoo/zoo.h"

namespace nightjar::cli {
namespace {

constexpr double kMostBudgetS = 1e9;  // what 64 bits hold of nanoseconds, and a lifetime

bool is_zoo_name(const std::string& name) {
  const auto models = zoo::models();
  return std::any_of(models.begin(), models.end(),
                     [&](const zoo::ModelInfo& model) { return model.name == name; });
}

engine::Precision precision_of(const std::string& word) {
  if (word == "bf16") return engine::Precision::kBf16;
  if (word == "fp16") return engine::Precision::kFp16;
  if (word == "tf32") return engine::Precision::kTf32;
  return word == "int8" ? engine::Precision::kInt8 : engine::Precision::kFp32;
}

}  // namespace

void add_build_options(Command& command, BuildRequest& request) {
  command.option("model", request.model, "ONNX file, or a name from `nightjar model list`")
      .required();
  command
      .option("--precision", request.precision,
              "fp32, bf16, int8, best of these for each layer on a CPU, or fp16 and tf32 on a GPU")
      .one_of({"fp32", "tf32", "bf16", "fp16", "int8", "best"})
      .show_default();
  command.option("--device", request.device, "cpu or cuda:N").show_default();
  command.option("--threads", request.threads, "CPU threads; 0: all this process may use");
  command.option("--batch", request.batch, "Value of symbolic dimensions while tuning")
      .positive()
      .show_default();
  command.option("--shapes", request.shapes, "Input shapes while tuning, name:1x3x224x224");
  command
      .option("--tactic-sources", request.sources,
              "Sources tactics may come from: plain, own, onednn, cublaslt")
      .split_at(',');
  command.option("--tune-budget", request.budget_s, "Seconds for timing tactics")
      .not_negative()
      .show_default();
  add_choosing_options(command, request.choosing);
  add_quantize_options(command, request.quantize);
  add_plugin_option(command, request.plugins);
  command.flag("!--no-optimize", request.optimize, "Lower the network as it was imported");
}

Result<engine::Network> load_network(const std::string& model,
                                     const std::vector<const engine::Plugin*>& plugins) {
  const engine::PluginOperators operators(plugins);
  std::error_code unknown;
  if (std::filesystem::exists(model, unknown)) return onnx::import_file(model, {}, &operators);
  if (!is_zoo_name(model)) {
    return not_found("model '" + model +
                     "' is neither a file nor a name that `nightjar model list` knows");
  }
  NIGHTJAR_ASSIGN(const auto bytes, zoo::make_model(model));
  return onnx::import_model(bytes, "");
}
namespace {

Result<engine::BuildOptions> options_of(const BuildRequest& request) {
  engine::BuildOptions options;
  options.model_name = std::filesystem::path(request.model).stem().string();
  options.precision = precision_of(request.precision);
  options.tuning_batch = request.batch;
  NIGHTJAR_ASSIGN(options.tuning_shapes, parse_shapes(request.shapes));
  options.allowed_sources = request.sources;
  options.tuning_budget_ns = static_cast<int64_t>(std::min(request.budget_s, kMostBudgetS) * 1e9);
  options.optimize = request.optimize;
  options.decisions_json = request.decisions_json;
  NIGHTJAR_TRY(apply(request.choosing, options));
  return options;
}

/// Each heavy node in the precision that is measured to be the fastest, near enough to the
/// reference.
Result<engine::BuildOutcome> build_best(const engine::Network& network, const BuildRequest& request,
                                        const engine::BuildOptions& options,
                                        device::Device& device) {
  if (!options.decisions_json.empty()) {
    return unsupported("decisions are of one build and its precision: name that instead of best");
  }
  std::vector<std::string> lines;
  quantize::BestRequest best;
  NIGHTJAR_ASSIGN(best.fixed, layer_precisions(network, request.quantize.layer_words));
  NIGHTJAR_ASSIGN(const Calibrated made,
                  calibrate_by_request(network, request.quantize, options.tuning_shapes, lines));
  best.network = &made.prepared;
  best.options = options;
  NIGHTJAR_ASSIGN(best.samples,
                  samples_by_request(made.prepared, request.quantize, options.tuning_shapes));
  best.max_error = request.quantize.max_error;
  best.quantized = [&made](const std::set<std::string>& keep_float) {
    quantize::QuantizeOptions but_those = made.options;
    but_those.keep_float = keep_float;
    return quantize::quantize(made.prepared, made.calibration, but_those);
  };
  NIGHTJAR_ASSIGN(auto found, quantize::build_best(best, device, SystemClock()));
  lines.insert(lines.end(), found.lines.begin(), found.lines.end());
  auto& passes = found.outcome.passes;
  passes.insert(passes.begin(), lines.begin(), lines.end());
  return std::move(found.outcome);
}

Result<engine::BuildOutcome> build_from_model(const BuildRequest& request,
                                              const engine::BuildOptions& options,
                                              const std::vector<const engine::Plugin*>& plugins,
                                              device::Device& device) {
  NIGHTJAR_ASSIGN(engine::Network network, load_network(request.model, plugins));
  if (request.precision == "best") return build_best(network, request, options, device);
  std::vector<std::string> lines;
  if (options.precision == engine::Precision::kInt8) {
    QuantizeRequest wanted = request.quantize;
    if (wanted.activations.empty() && device.info().kind != device::DeviceKind::kCpu) {
      wanted.activations = name_of(quantize::kGpuActivations);
    }
    NIGHTJAR_ASSIGN(network, quantize_by_request(network, wanted, options.tuning_shapes, lines));
  }
  NIGHTJAR_ASSIGN(auto outcome, build::build_plan(network, device, options, SystemClock()));
  outcome.passes.insert(outcome.passes.begin(), lines.begin(), lines.end());
  return outcome;
}

Result<engine::BuildOutcome> build_again(const BuildRequest& request,
                                         const engine::BuildOptions& options,
                                         device::Device& device) {
  NIGHTJAR_ASSIGN(const plan::Plan plan, plan::load_plan_file(request.model));
  return build::rebuild_plan(plan, device, options, SystemClock());
}

}  // namespace

bool is_plan_file(const std::string& name) { return name.ends_with(".plan"); }

Result<engine::BuildOutcome> build_from_request(const BuildRequest& request) {
  NIGHTJAR_ASSIGN(const auto device, device::open_device(request.device, request.threads));
  NIGHTJAR_ASSIGN(auto options, options_of(request));
  NIGHTJAR_ASSIGN(const auto plugins, load_plugins(request.plugins));
  options.user_tactics = engine::tactics_of(plugins);
  build::TimingCache cache;
  const std::string& cache_path = request.choosing.timing_cache;
  if (!cache_path.empty()) {
    NIGHTJAR_ASSIGN(cache, build::load_timing_cache(cache_path));
    options.timing_cache = &cache;
  }
  auto outcome = is_plan_file(request.model) ? build_again(request, options, *device)
                                             : build_from_model(request, options, plugins, *device);
  if (!outcome.ok()) return outcome.error().in(request.model);
  if (!cache_path.empty()) NIGHTJAR_TRY(build::save_timing_cache(cache_path, cache));
  return outcome;
}

}  // namespace nightjar::cli
