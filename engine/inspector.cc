// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/inspector.h"

#include <fmt/format.h>

#include "base/check.h"

namespace nightjar::engine {

std::string Inspector::layer_information(size_t layer) const {
  NIGHTJAR_CHECK(layer < layer_count(), "a layer below layer_count");
  const plan::PlanStep& step = engine_->plan().steps[layer];
  return fmt::format("{}: {} by {}{}{}, from {}", step.name, step.operation, step.tactic,
                     step.config.empty() ? "" : " ", step.config, fmt::join(step.nodes, " + "));
}

std::string Inspector::engine_information() const {
  std::string text;
  for (size_t layer = 0; layer < layer_count(); ++layer) text += layer_information(layer) + '\n';
  return text;
}

Status profile_once(runtime::Context& context, device::Stream& stream, Profiler& profiler) {
  NIGHTJAR_ASSIGN(const auto times, context.profile(stream));
  for (const runtime::StepTime& time : times) {
    profiler.report_layer_time(context.engine().plan().steps[time.step].name, time.ns / 1e6);
  }
  return {};
}

}  // namespace nightjar::engine
