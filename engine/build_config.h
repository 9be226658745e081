// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How a network is to be built.
#pragma once

#include <string>
#include <vector>

#include "engine/build/builder.h"
#include "engine/plugin.h"
#include "engine/quantize/quantize.h"

namespace nightjar::engine {

/// Told how a build goes on, and asked whether it should. Called from the thread that builds.
class ProgressMonitor {
 public:
  virtual ~ProgressMonitor() = default;
  virtual void phase_start(const std::string& phase, size_t steps) = 0;
  /// Returning false cancels the build.
  virtual bool step_complete(const std::string& phase, size_t step) = 0;
  virtual void phase_finish(const std::string& phase) = 0;
};

/// Gives the samples that ranges are learnt from, where a network without them is built in int8.
class Calibrator {
 public:
  virtual ~Calibrator() = default;
  virtual int64_t sample_count() const = 0;
  /// Values for every input of the network.
  virtual Result<reference::TensorsByName> sample(int64_t index) = 0;
  virtual quantize::QuantizeOptions options() const { return {}; }
  /// Of the samples, so that a cache of other ones is not taken.
  virtual std::string digest() const { return ""; }
  /// What write_cache was given before; taken when it was made for the same network and samples.
  virtual std::string read_cache() { return ""; }
  virtual void write_cache(const std::string&) {}
};

/// Profiles, precision, limits and sources are fields of `options`; what is called back is set
/// here. Everything pointed at outlives the build.
class BuildConfig {
 public:
  build::BuildOptions options;

  void set_progress_monitor(ProgressMonitor* monitor) { monitor_ = monitor; }
  void set_calibrator(Calibrator* calibrator) { calibrator_ = calibrator; }
  /// Whoever loads the plan needs the plugin too.
  void add_plugin(const Plugin& plugin);
  /// The number of the profile, for Context::select_profile.
  size_t add_profile(plan::Profile profile);

  ProgressMonitor* progress_monitor() const { return monitor_; }
  Calibrator* calibrator() const { return calibrator_; }

 private:
  ProgressMonitor* monitor_ = nullptr;
  Calibrator* calibrator_ = nullptr;
};

}  // namespace nightjar::engine
