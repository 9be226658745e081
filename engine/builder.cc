// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/builder.h"

#include <fmt/format.h>

#include "engine/build/refit.h"

namespace nightjar::engine {
namespace {

constexpr const char* kChoosing = "choosing tactics";

/// The monitor's phase is closed however the build ends.
class Phase {
 public:
  explicit Phase(ProgressMonitor* monitor) : monitor_(monitor) {}
  ~Phase() {
    if (is_open_) monitor_->phase_finish(kChoosing);
  }
  Phase(const Phase&) = delete;
  Phase& operator=(const Phase&) = delete;

  bool step(size_t done, size_t total) {
    if (!is_open_) monitor_->phase_start(kChoosing, total);
    is_open_ = true;
    return monitor_->step_complete(kChoosing, done);
  }

 private:
  ProgressMonitor* monitor_;
  bool is_open_ = false;
};

template <typename T>
Result<T> logged(Result<T> result, Logger& logger) {
  if (!result.ok()) logger.log(Severity::kError, result.error().message);
  return result;
}

}  // namespace

Result<build::BuildOutcome> Builder::build(const network::Network& network,
                                           const BuildConfig& config) {
  return logged(build_logged(network, config), logger_);
}

Result<build::BuildOutcome> Builder::build_logged(const network::Network& given,
                                                  const BuildConfig& config) {
  network::Network network = given;
  if (config.options.precision == build::Precision::kInt8 && config.calibrator() != nullptr) {
    NIGHTJAR_ASSIGN(network, calibrated(given, *config.calibrator()));
  }
  build::BuildOptions options = config.options;
  Phase phase(config.progress_monitor());
  if (config.progress_monitor() != nullptr) {
    options.progress = [&](size_t done, size_t total, const std::string& what) {
      const bool goes_on = !config.options.progress || config.options.progress(done, total, what);
      return phase.step(done, total) && goes_on;
    };
  }
  NIGHTJAR_ASSIGN(auto outcome, build::build_plan(network, device_, options, clock_));
  log(outcome);
  return outcome;
}

Result<network::Network> Builder::calibrated(const network::Network& network,
                                             Calibrator& calibrator) {
  NIGHTJAR_ASSIGN(const auto prepared, quantize::prepared(network));
  quantize::QuantizeOptions options = calibrator.options();
  if (device_.info().kind != device::DeviceKind::kCpu) {
    options.activations = quantize::kGpuActivations;
  }
  quantize::Samples samples;
  samples.count = calibrator.sample_count();
  samples.digest = calibrator.digest();
  samples.at = [&](int64_t index) { return calibrator.sample(index); };
  const std::string key = quantize::calibration_key(prepared, samples, options);
  auto cached = quantize::calibration_from_text(calibrator.read_cache());
  if (cached.ok() && cached->key == key) {
    logger_.log(Severity::kInfo, fmt::format("{} ranges from the cache", cached->ranges.size()));
    return quantize::quantize(prepared, *cached, options);
  }
  NIGHTJAR_ASSIGN(const auto calibration, quantize::calibrate(prepared, samples, options));
  calibrator.write_cache(quantize::to_text(calibration));
  logger_.log(Severity::kInfo, fmt::format("{} ranges from {} samples", calibration.ranges.size(),
                                           calibration.samples));
  return quantize::quantize(prepared, calibration, options);
}

void Builder::log(const build::BuildOutcome& outcome) {
  for (const std::string& pass : outcome.passes) logger_.log(Severity::kVerbose, pass);
  for (const build::RejectedTactic& row : outcome.rejected) {
    logger_.log(Severity::kWarning,
                fmt::format("{} was not trusted at '{}': {}", row.tactic, row.step, row.reason));
  }
  logger_.log(Severity::kInfo,
              fmt::format("{} steps, {} bytes, built in {:.2f} s", outcome.plan.steps.size(),
                          outcome.bytes.size(), outcome.total_ns / 1e9));
}

Result<build::BuildOutcome> Refitter::refit(const network::Network& network) {
  return logged(build::refit_plan(plan_, network, device_, clock_, tactics_), logger_);
}

void Refitter::add_plugin(const Plugin& plugin) {
  for (const kernels::Tactic* tactic : plugin.tactics()) tactics_.push_back(tactic);
}

void Runtime::add_plugin(const Plugin& plugin) {
  for (const kernels::Tactic* tactic : plugin.tactics()) tactics_.push_back(tactic);
}

Result<std::shared_ptr<const runtime::Engine>> Runtime::load(std::span<const std::byte> bytes) {
  const auto kept = std::make_shared<const std::vector<std::byte>>(bytes.begin(), bytes.end());
  return load_plan(plan::read_plan(*kept, kept));
}

Result<std::shared_ptr<const runtime::Engine>> Runtime::load_file(const std::string& path) {
  return load_plan(plan::load_plan_file(path));
}

Result<std::shared_ptr<const runtime::Engine>> Runtime::load_plan(Result<plan::Plan> plan) {
  if (!plan.ok())
    return logged(Result<std::shared_ptr<const runtime::Engine>>(plan.error()), logger_);
  return logged(runtime::Engine::load(std::move(*plan), device_, tactics_), logger_);
}

}  // namespace nightjar::engine
