// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/trtexec/inference.h"

#include <algorithm>
#include <array>
#include <thread>

namespace nightjar::cli::trtexec {
namespace {

using runtime::Context;
using runtime::Engine;

/// Memory of one input or output on both sides.
struct Binding {
  tensor::HostTensor host;
  device::Buffer device;
};

/// The moments of one query that is on its way.
struct Slot {
  std::unique_ptr<device::Event> start, copied_in, computed, copied_out;
  QueryTimes times;
};

/// One context on one stream.
class QueryStream {
 public:
  QueryStream(const Engine& engine, const InferenceSettings& settings, const Clock& clock)
      : device_(engine.device()), settings_(settings), clock_(clock) {}

  Status prepare(const std::shared_ptr<const Engine>& engine,
                 const runtime::TensorsByName& inputs) {
    NIGHTJAR_ASSIGN(stream_, device_.make_stream());
    NIGHTJAR_ASSIGN(context_, Context::create(engine));
    runtime::DimsByName dims;
    for (const auto& [name, values] : inputs) dims[name] = values.dims();
    NIGHTJAR_TRY(context_->set_input_dims(dims));
    for (const auto& [name, values] : inputs) {
      NIGHTJAR_TRY(add(values, inputs_));
      NIGHTJAR_TRY(copy_in(inputs_.back()));
      NIGHTJAR_TRY(context_->bind_input(name, inputs_.back().device.data()));
    }
    for (const std::string& name : engine->output_names()) {
      NIGHTJAR_ASSIGN(auto output, context_->output_dims(name));
      NIGHTJAR_TRY(add({engine->output_desc(name).type, std::move(output)}, outputs_));
      NIGHTJAR_TRY(context_->bind_output(name, outputs_.back().device.data()));
    }
    for (Slot& slot : slots_) NIGHTJAR_TRY(make_events(slot));
    NIGHTJAR_ASSIGN(began_, device_.make_event());
    NIGHTJAR_TRY(context_->enqueue(*stream_));  // code is loaded, graphs are recorded
    NIGHTJAR_TRY(context_->enqueue(*stream_));
    return stream_->synchronize();
  }

  /// Queries until `until_ms` since `began_ns`, and `iterations` of them at least.
  Status run(int64_t began_ns, double until_ms, size_t iterations, InferenceRun& run) {
    began_ns_ = began_ns;
    NIGHTJAR_TRY(began_->record(*stream_));
    began_ms_ = now_ms();
    size_t queued = 0;
    for (; queued < iterations || now_ms() < until_ms; ++queued) {
      NIGHTJAR_TRY(queue(slots_[queued % slots_.size()]));
      if (queued > 0) NIGHTJAR_TRY(finish(slots_[(queued - 1) % slots_.size()], run));
    }
    return queued == 0 ? Status() : finish(slots_[(queued - 1) % slots_.size()], run);
  }

 private:
  double now_ms() const { return static_cast<double>(clock_.steady_ns() - began_ns_) / 1e6; }

  Status add(tensor::HostTensor values, std::vector<Binding>& bindings) {
    Binding binding;
    NIGHTJAR_ASSIGN(binding.device, device_.allocate(values.byte_count()));
    binding.host = std::move(values);
    bindings.push_back(std::move(binding));
    return {};
  }

  Status make_events(Slot& slot) {
    for (auto* event : {&slot.start, &slot.copied_in, &slot.computed, &slot.copied_out}) {
      NIGHTJAR_ASSIGN(*event, device_.make_event());
    }
    return {};
  }

  Status copy_in(Binding& binding) {
    return device_.copy_to_device(binding.device.data(), binding.host.bytes(),
                                  binding.host.byte_count(), *stream_);
  }

  Status queue(Slot& slot) {
    NIGHTJAR_TRY(slot.start->record(*stream_));
    if (settings_.transfers) {
      for (Binding& input : inputs_) NIGHTJAR_TRY(copy_in(input));
    }
    NIGHTJAR_TRY(slot.copied_in->record(*stream_));
    slot.times.start_enqueue_ms = now_ms();
    NIGHTJAR_TRY(context_->enqueue(*stream_));
    slot.times.end_enqueue_ms = now_ms();
    NIGHTJAR_TRY(slot.computed->record(*stream_));
    for (Binding& output : outputs_) {
      if (!settings_.transfers) break;
      NIGHTJAR_TRY(device_.copy_to_host(output.host.bytes(), output.device.data(),
                                        output.host.byte_count(), *stream_));
    }
    return slot.copied_out->record(*stream_);
  }

  Status finish(Slot& slot, InferenceRun& run) {
    NIGHTJAR_TRY(slot.copied_out->synchronize());
    QueryTimes& times = slot.times;
    NIGHTJAR_ASSIGN(times.start_h2d_ms, ms_of(*slot.start));
    NIGHTJAR_ASSIGN(times.start_compute_ms, ms_of(*slot.copied_in));
    NIGHTJAR_ASSIGN(times.start_d2h_ms, ms_of(*slot.computed));
    NIGHTJAR_ASSIGN(times.end_d2h_ms, ms_of(*slot.copied_out));
    times.end_h2d_ms = settings_.transfers ? times.start_compute_ms : times.start_h2d_ms;
    times.end_compute_ms = times.start_d2h_ms;
    if (!settings_.transfers) times.end_d2h_ms = times.start_d2h_ms;
    run.queries.push_back(times);
    return {};
  }

  Result<double> ms_of(const device::Event& event) const {
    NIGHTJAR_ASSIGN(const double ns, event.elapsed_ns_since(*began_));
    return began_ms_ + ns / 1e6;
  }

  device::Device& device_;
  const InferenceSettings& settings_;
  const Clock& clock_;
  std::unique_ptr<device::Stream> stream_;
  std::unique_ptr<Context> context_;
  std::vector<Binding> inputs_, outputs_;
  std::array<Slot, 2> slots_;  // the one being waited for and the one queued ahead
  std::unique_ptr<device::Event> began_;
  int64_t began_ns_ = 0;
  double began_ms_ = 0;
};

}  // namespace

Result<InferenceRun> run_queries(const std::shared_ptr<const Engine>& engine,
                                 const runtime::TensorsByName& inputs,
                                 const InferenceSettings& settings, const Clock& clock) {
  if (engine->is_scripted()) {
    return unsupported(
        "values decide this model's shapes, so that it has no enqueue to measure: "
        "use `nightjar bench`");
  }
  std::vector<std::unique_ptr<QueryStream>> streams;
  for (size_t i = 0; i < settings.streams; ++i) {
    streams.push_back(std::make_unique<QueryStream>(*engine, settings, clock));
    NIGHTJAR_TRY(streams.back()->prepare(engine, inputs));
  }
  std::vector<InferenceRun> runs(streams.size()), warm_ups(streams.size());
  std::vector<Status> outcomes(streams.size());
  const auto all = [&](double until_ms, size_t iterations,
                       std::vector<InferenceRun>& into) -> Status {
    const int64_t began_ns = clock.steady_ns();
    std::vector<std::thread> threads;
    for (size_t i = 0; i < streams.size(); ++i) {
      threads.emplace_back(
          [&, i] { outcomes[i] = streams[i]->run(began_ns, until_ms, iterations, into[i]); });
    }
    for (std::thread& thread : threads) thread.join();
    for (const Status& outcome : outcomes) NIGHTJAR_TRY(outcome);
    return {};
  };
  NIGHTJAR_TRY(all(settings.warm_up_ms, 0, warm_ups));
  NIGHTJAR_TRY(all(settings.duration_s * 1e3, settings.iterations, runs));
  InferenceRun whole;
  for (size_t i = 0; i < streams.size(); ++i) {
    whole.warm_up_queries += warm_ups[i].queries.size();
    whole.queries.insert(whole.queries.end(), runs[i].queries.begin(), runs[i].queries.end());
  }
  std::sort(whole.queries.begin(), whole.queries.end(),
            [](const QueryTimes& one, const QueryTimes& other) {
              return one.start_enqueue_ms < other.start_enqueue_ms;
            });
  return whole;
}

}  // namespace nightjar::cli::trtexec
