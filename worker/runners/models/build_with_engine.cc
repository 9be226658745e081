// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <charconv>

#include "worker/runners/models/calibration_samples.h"
#include "worker/runners/models/plan_files.h"

namespace nightjar::runners {
namespace {

Result<engine::Precision> precision_of(scenarios::Precision precision) {
  switch (precision) {
    case scenarios::Precision::kFp32:
      return engine::Precision::kFp32;
    case scenarios::Precision::kBf16:
      return engine::Precision::kBf16;
    case scenarios::Precision::kFp16:
      return engine::Precision::kFp16;
    case scenarios::Precision::kInt8:
      return engine::Precision::kInt8;
    case scenarios::Precision::kTf32:
      return engine::Precision::kTf32;
    default:
      return unsupported(fmt::format(
          "the builder does not do {} yet; choose fp32, bf16, int8 or, on a GPU, fp16 or tf32",
          scenarios::to_string(precision)));
  }
}

std::vector<std::string> split_by_commas(const std::string& text) {
  std::vector<std::string> parts;
  size_t first = 0;
  while (first <= text.size()) {
    const size_t comma = std::min(text.find(',', first), text.size());
    if (comma > first) parts.push_back(text.substr(first, comma - first));
    first = comma + 1;
  }
  return parts;
}

Error bad_option(const std::string& name, const std::string& value, const std::string& remedy) {
  return invalid_input(
      fmt::format("build option '{}: {}' is not understood; {}", name, value, remedy));
}

Status apply_option(const std::string& name, const std::string& value,
                    engine::BuildOptions& options) {
  if (name == "plan") {
    if (value != "kept" && value != "fresh") return bad_option(name, value, "write kept or fresh");
  } else if (name == "optimize") {
    if (value != "on" && value != "off") return bad_option(name, value, "write on or off");
    options.optimize = value == "on";
  } else if (name == "sources") {
    options.allowed_sources = split_by_commas(value);
  } else if (name == "tuning_budget_s") {
    int64_t seconds = 0;
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, seconds);
    if (error != std::errc() || stop != end || seconds < 0 || seconds > 86'400) {
      return bad_option(name, value, "write whole seconds up to a day");
    }
    options.tuning_budget_ns = seconds * 1'000'000'000;
  } else {
    return bad_option(name, value, "known are plan, optimize, sources and tuning_budget_s");
  }
  return {};
}

/// The model's network, or what calibration on its own data makes of it.
Result<network::Network> network_of(const PlanRequest& request, const Monitor& monitor) {
  if (request.scenario.precision != scenarios::Precision::kInt8) return request.network;
  monitor.report("calibrating", 0.02);
  NIGHTJAR_ASSIGN(const network::Network prepared, quantize::prepared(request.network));
  NIGHTJAR_ASSIGN(const auto samples,
                  calibration_samples(prepared, request.scenario, request.model.dataset_folder));
  quantize::QuantizeOptions options;
  if (request.device.info().kind != device::DeviceKind::kCpu) {
    options.activations = quantize::kGpuActivations;
  }
  NIGHTJAR_ASSIGN(const auto calibration, quantize::calibrate(prepared, samples, options));
  return quantize::quantize(prepared, calibration, options);
}

}  // namespace

Result<std::vector<std::byte>> build_with_engine(const PlanRequest& request, const Monitor& monitor,
                                                 const Clock& clock,
                                                 const std::string& timing_cache) {
  engine::BuildOptions options;
  options.model_name = request.model.name;
  NIGHTJAR_ASSIGN(options.precision, precision_of(request.scenario.precision));
  options.decisions_json = request.decisions_json;
  options.keep_float = request.keep_float;
  options.tuning_batch = request.scenario.batch;
  for (const auto& [input, dims] : request.scenario.shapes) options.tuning_shapes[input] = dims;
  for (const auto& [name, value] : request.scenario.build_options) {
    NIGHTJAR_TRY(apply_option(name, value, options));
  }
  const auto plan_option = request.scenario.build_options.find("plan");
  const bool is_fresh =
      plan_option != request.scenario.build_options.end() && plan_option->second == "fresh";
  bool keeps_timings = !timing_cache.empty() && !is_fresh;
  engine::TimingCache timings;
  if (keeps_timings) {
    auto loaded = build::load_timing_cache(timing_cache);
    // A worker of another version has left its cache here: this one does without.
    const bool is_foreign = !loaded.ok() && loaded.error().kind == ErrorKind::kConflict;
    if (!loaded.ok() && !is_foreign) return loaded.error();
    keeps_timings = !is_foreign;
    if (keeps_timings) timings = std::move(*loaded);
    if (keeps_timings) options.timing_cache = &timings;
  }
  bool gave_up = false;
  options.progress = [&](size_t done, size_t total, const std::string& what) {
    const double share =
        static_cast<double>(done) / static_cast<double>(std::max<size_t>(total, 1));
    monitor.report(fmt::format("building {}/{} {}", done, total, what), 0.05 + 0.4 * share);
    gave_up = monitor.should_stop();
    return !gave_up;
  };
  auto network = network_of(request, monitor);
  if (!network.ok()) return network.error().in("quantising '" + request.model.name + "'");
  auto outcome = build::build_plan(*network, request.device, options, clock);
  if (gave_up) {
    return Error{ErrorKind::kTimeout,
                 "building the plan took nearly all of the job's time limit; "
                 "raise the limit or lower tuning_budget_s"};
  }
  if (!outcome.ok()) return outcome.error().in("building a plan for '" + request.model.name + "'");
  if (keeps_timings) NIGHTJAR_TRY(build::save_timing_cache(timing_cache, timings));
  return std::move(outcome->bytes);
}

}  // namespace nightjar::runners
