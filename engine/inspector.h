// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What an engine consists of, and how long each part of it takes.
#pragma once

#include <memory>
#include <string>

#include "engine/runtime/runtime.h"

namespace nightjar::engine {

/// Reads an engine, which it shares.
class Inspector {
 public:
  explicit Inspector(std::shared_ptr<const runtime::Engine> engine) : engine_(std::move(engine)) {}

  size_t layer_count() const { return engine_->plan().steps.size(); }
  /// "conv1: FusedConv by conv.onednn.v1, from Conv_0 + Relu_1". `layer` is below layer_count().
  std::string layer_information(size_t layer) const;
  /// All layers, a line each.
  std::string engine_information() const;
  /// The JSON of every choice that was made: docs/PLAN_FORMAT.md.
  const std::string& decisions() const { return engine_->plan().decisions_json; }

 private:
  std::shared_ptr<const runtime::Engine> engine_;
};

/// Told the time of each layer of a profiled inference, in the order they run.
class Profiler {
 public:
  virtual ~Profiler() = default;
  virtual void report_layer_time(const std::string& layer, double ms) = 0;
};

/// One inference with the bindings the context has, told layer by layer; synchronises.
Status profile_once(runtime::Context& context, device::Stream& stream, Profiler& profiler);

}  // namespace nightjar::engine
