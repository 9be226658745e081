// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/engine_lane.h"

#include <fmt/format.h>

namespace nightjar::runners {

Result<std::unique_ptr<EngineLane>> EngineLane::create(std::shared_ptr<const engine::Engine> engine,
                                                       const runtime::TensorsByName& inputs,
                                                       const Clock& clock) {
  std::unique_ptr<EngineLane> lane(new EngineLane(clock));
  lane->engine_ = std::move(engine);
  NIGHTJAR_ASSIGN(lane->context_, engine::Context::create(lane->engine_));
  NIGHTJAR_ASSIGN(lane->stream_, lane->engine_->device().make_stream());
  NIGHTJAR_TRY(lane->bind_inputs(inputs));
  NIGHTJAR_TRY(lane->bind_outputs());
  NIGHTJAR_TRY(lane->make_timers());
  return lane;
}

Status EngineLane::bind_inputs(const runtime::TensorsByName& inputs) {
  runtime::DimsByName dims;
  for (const std::string& name : engine_->input_names()) {
    const auto given = inputs.find(name);
    if (given == inputs.end()) return invalid_input(fmt::format("input '{}' is not given", name));
    dims[name] = given->second.dims();
    inputs_[name] = given->second;
  }
  NIGHTJAR_TRY(context_->set_input_dims(dims));
  for (const auto& [name, host] : inputs_) {
    NIGHTJAR_ASSIGN(auto buffer, engine_->device().allocate(host.byte_count()));
    NIGHTJAR_TRY(context_->bind_input(name, buffer.data()));
    uploads_.push_back({buffer.data(), host.bytes(), host.byte_count()});
    buffers_.push_back(std::move(buffer));
  }
  return {};
}

/// A scripted engine keeps its outputs: their extents are known only after a run.
Status EngineLane::bind_outputs() {
  if (engine_->is_scripted()) return {};
  for (const std::string& name : engine_->output_names()) {
    NIGHTJAR_ASSIGN(auto dims, context_->output_dims(name));
    NIGHTJAR_TRY(tensor::checked_element_count(dims));
    tensor::HostTensor host(engine_->output_desc(name).type, std::move(dims));
    NIGHTJAR_ASSIGN(auto buffer, engine_->device().allocate(host.byte_count()));
    NIGHTJAR_TRY(context_->bind_output(name, buffer.data()));
    downloads_.push_back({host.bytes(), buffer.data(), host.byte_count()});
    buffers_.push_back(std::move(buffer));
    outputs_[name] = std::move(host);
  }
  return {};
}

Status EngineLane::make_timers() {
  for (auto* timer : {&begun_, &uploaded_, &computed_, &downloaded_}) {
    NIGHTJAR_ASSIGN(*timer, engine_->device().make_event());
  }
  return {};
}

Status EngineLane::start() {
  device::Device& device = engine_->device();
  NIGHTJAR_TRY(begun_->record(*stream_));
  for (const Copy& copy : uploads_) {
    NIGHTJAR_TRY(device.copy_to_device(copy.to, copy.from, copy.byte_count, *stream_));
  }
  NIGHTJAR_TRY(uploaded_->record(*stream_));
  const int64_t enqueue_start_ns = clock_.steady_ns();
  NIGHTJAR_TRY(context_->enqueue(*stream_));
  enqueue_ns_ = clock_.steady_ns() - enqueue_start_ns;
  NIGHTJAR_TRY(computed_->record(*stream_));
  for (const Copy& copy : downloads_) {
    NIGHTJAR_TRY(device.copy_to_host(copy.to, copy.from, copy.byte_count, *stream_));
  }
  return downloaded_->record(*stream_);
}

Status EngineLane::finish(measure::SampleParts& parts) {
  NIGHTJAR_TRY(downloaded_->synchronize());
  NIGHTJAR_ASSIGN(const double h2d_ns, uploaded_->elapsed_ns_since(*begun_));
  NIGHTJAR_ASSIGN(const double compute_ns, computed_->elapsed_ns_since(*uploaded_));
  NIGHTJAR_ASSIGN(const double d2h_ns, downloaded_->elapsed_ns_since(*computed_));
  parts.enqueue_ns = enqueue_ns_;
  parts.h2d_ns = static_cast<int64_t>(h2d_ns);
  parts.compute_ns = static_cast<int64_t>(compute_ns);
  parts.d2h_ns = static_cast<int64_t>(d2h_ns);
  return {};
}

Result<std::vector<runtime::StepTime>> EngineLane::profile() { return context_->profile(*stream_); }

}  // namespace nightjar::runners
