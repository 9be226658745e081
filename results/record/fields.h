// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The fields of each record with their names, listed once for writing and for reading.
#pragma once

#include <type_traits>

#include "results/record/record.h"

namespace nightjar::record {

// `field` is called with each name and field; `Self` is const when writing.

template <typename Self, typename Field>
requires std::is_same_v<std::remove_const_t<Self>, Summary>
void each_field(Self& s, Field&& field) {
  field("count", s.count);
  field("median_ns", s.median_ns);
  field("mean_ns", s.mean_ns);
  field("min_ns", s.min_ns);
  field("max_ns", s.max_ns);
  field("p90_ns", s.p90_ns);
  field("p95_ns", s.p95_ns);
  field("p99_ns", s.p99_ns);
  field("cv", s.cv);
  field("median_low_ns", s.median_low_ns);
  field("median_high_ns", s.median_high_ns);
}

template <typename Self, typename Field>
requires std::is_same_v<std::remove_const_t<Self>, Samples>
void each_field(Self& s, Field&& field) {
  field("latency_ns", s.latency_ns);
  field("enqueue_ns", s.enqueue_ns);
  field("h2d_ns", s.h2d_ns);
  field("compute_ns", s.compute_ns);
  field("d2h_ns", s.d2h_ns);
}

template <typename Self, typename Field>
requires std::is_same_v<std::remove_const_t<Self>, Accuracy>
void each_field(Self& a, Field&& field) {
  field("cosine", a.cosine);
  field("max_abs_error", a.max_abs_error);
  field("max_relative_error", a.max_relative_error);
  field("sqnr_db", a.sqnr_db);
  field("top1_agreement", a.top1_agreement);
  field("compared_items", a.compared_items);
  field("label_accuracy", a.label_accuracy);
  field("label_count", a.label_count);
}

template <typename Self, typename Field>
requires std::is_same_v<std::remove_const_t<Self>, LayerRow>
void each_field(Self& l, Field&& field) {
  field("index", l.index);
  field("name", l.name);
  field("nodes", l.nodes);
  field("tactic", l.tactic);
  field("layout", l.layout);
  field("precision", l.precision);
  field("median_ns", l.median_ns);
  field("share", l.share);
}

template <typename Self, typename Field>
requires std::is_same_v<std::remove_const_t<Self>, Environment>
void each_field(Self& e, Field&& field) {
  field("host", e.host);
  field("device_name", e.device_name);
  field("device_class", e.device_class);
  field("isa", e.isa);
  field("cores", e.cores);
  field("os_kernel", e.os_kernel);
  field("driver", e.driver);
  field("git_revision", e.git_revision);
  field("git_dirty", e.git_dirty);
  field("build_type", e.build_type);
  field("compiler", e.compiler);
  field("libraries", e.libraries);
  field("clock_mhz", e.clock_mhz);
  field("load_average", e.load_average);
  field("memory_bytes", e.memory_bytes);
  field("worker_binary_digest", e.worker_binary_digest);
  field("fault_injected", e.fault_injected);
}

template <typename Self, typename Field>
requires std::is_same_v<std::remove_const_t<Self>, BuildFigures>
void each_field(Self& b, Field&& field) {
  field("cold_build_ns", b.cold_build_ns);
  field("rebuild_ns", b.rebuild_ns);
  field("plan_bytes", b.plan_bytes);
  field("peak_memory_bytes", b.peak_memory_bytes);
}

template <typename Self, typename Field>
requires std::is_same_v<std::remove_const_t<Self>, JobResult>
void each_field(Self& r, Field&& field) {
  field("outcome", r.outcome);
  field("error", r.error);
  field("samples", r.samples);
  field("latency", r.latency);
  field("enqueue", r.enqueue);
  field("h2d", r.h2d);
  field("compute", r.compute);
  field("d2h", r.d2h);
  field("throughput_per_s", r.throughput_per_s);
  field("discarded_samples", r.discarded_samples);
  field("discard_reason", r.discard_reason);
  field("stop_reason", r.stop_reason);
  field("accuracy", r.accuracy);
  field("build", r.build);
  field("layers", r.layers);
  field("environment", r.environment);
  field("plan_digest", r.plan_digest);
  field("decisions_digest", r.decisions_digest);
  field("started_unix_ns", r.started_unix_ns);
  field("finished_unix_ns", r.finished_unix_ns);
}

/// Takes any field; only to ask whether a type lists its fields.
struct AnyField {
  template <typename T>
  void operator()(const char*, T&) {}
};
template <typename T>
concept Record = requires(T& record, AnyField field) {
  each_field(record, field);
};

}  // namespace nightjar::record
