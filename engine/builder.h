// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From a network to a plan's bytes, and from bytes to an engine.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/build_config.h"
#include "engine/logger.h"
#include "engine/runtime/runtime.h"

namespace nightjar::engine {

/// Builds on one thread at a time; device, logger and clock outlive it.
class Builder {
 public:
  Builder(device::Device& device, Logger& logger, const Clock& clock)
      : device_(device), logger_(logger), clock_(clock) {}

  /// With a calibrator and precision int8 the network is calibrated first. Passes, times and
  /// tactics that were not trusted are logged; errors are returned and logged.
  Result<build::BuildOutcome> build(const network::Network& network, const BuildConfig& config);

 private:
  Result<build::BuildOutcome> build_logged(const network::Network& network,
                                           const BuildConfig& config);
  Result<network::Network> calibrated(const network::Network& network, Calibrator& calibrator);
  void log(const build::BuildOutcome& outcome);

  device::Device& device_;
  Logger& logger_;
  const Clock& clock_;
};

/// New weights for plans that were built already.
class Refitter {
 public:
  /// All outlive it. `device` is that of the plan.
  Refitter(plan::Plan plan, device::Device& device, Logger& logger, const Clock& clock)
      : plan_(std::move(plan)), device_(device), logger_(logger), clock_(clock) {}

  /// For the operators of the plan that are a plugin's; outlives the refitter.
  void add_plugin(const Plugin& plugin);
  /// The plan with the weights of `network`, which is otherwise the one it was built from.
  Result<build::BuildOutcome> refit(const network::Network& network);

 private:
  plan::Plan plan_;
  device::Device& device_;
  Logger& logger_;
  const Clock& clock_;
  std::vector<const kernels::Tactic*> tactics_;
};

/// Makes engines of plans. Device, logger and plugins outlive it and its engines.
class Runtime {
 public:
  Runtime(device::Device& device, Logger& logger) : device_(device), logger_(logger) {}

  void add_plugin(const Plugin& plugin);
  /// The bytes are copied; errors are returned and logged.
  Result<std::shared_ptr<const runtime::Engine>> load(std::span<const std::byte> bytes);
  /// Maps the file; weights are used where they lie.
  Result<std::shared_ptr<const runtime::Engine>> load_file(const std::string& path);

 private:
  Result<std::shared_ptr<const runtime::Engine>> load_plan(Result<plan::Plan> plan);

  device::Device& device_;
  Logger& logger_;
  std::vector<const kernels::Tactic*> tactics_;
};

}  // namespace nightjar::engine
