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
requires std::is_same_v<std::remove_const_t<Self>, LoadFigures>
void each_field(Self& l, Field&& field) {
  field("concurrency", l.concurrency);
  field("queries", l.queries);
  field("percentile", l.percentile);
  field("percentile_ns", l.percentile_ns);
  field("percentile_low_ns", l.percentile_low_ns);
  field("percentile_high_ns", l.percentile_high_ns);
  field("supported_ns", l.supported_ns);
  field("rate_per_s", l.rate_per_s);
  field("failed_rate_per_s", l.failed_rate_per_s);
  field("latency_bound_ns", l.latency_bound_ns);
  field("rates_tried", l.rates_tried);
}

template <typename Self, typename Field>
requires std::is_same_v<std::remove_const_t<Self>, Side>
void each_field(Self& s, Field&& field) {
  field("program_digest", s.program_digest);
  field("plan_digest", s.plan_digest);
  field("decisions_digest", s.decisions_digest);
}

template <typename Self, typename Field>
requires std::is_same_v<std::remove_const_t<Self>, ProofOrder>
void each_field(Self& o, Field&& field) {
  field("host", o.host);
  field("device_class", o.device_class);
  field("old_sides", o.old_sides);
  field("new_side", o.new_side);
  field("baseline_ns", o.baseline_ns);
  field("threshold", o.threshold);
  field("is_faster", o.is_faster);
  field("budget_ns", o.budget_ns);
  field("process_spread", o.process_spread);
  field("spread_degrees", o.spread_degrees);
}

template <typename Self, typename Field>
requires std::is_same_v<std::remove_const_t<Self>, ProofTrial>
void each_field(Self& t, Field&& field) {
  field("arm", t.arm);
  field("median_ns", t.median_ns);
  field("plan_digest", t.plan_digest);
}

template <typename Self, typename Field>
requires std::is_same_v<std::remove_const_t<Self>, ProofComparison>
void each_field(Self& c, Field&& field) {
  field("arm", c.arm);
  field("against", c.against);
  field("pairs", c.pairs);
  field("change", c.change);
  field("low", c.low);
  field("high", c.high);
  field("arm_ns", c.arm_ns);
  field("against_ns", c.against_ns);
  field("finding", c.finding);
}

template <typename Self, typename Field>
requires std::is_same_v<std::remove_const_t<Self>, LayerAttribution>
void each_field(Self& l, Field&& field) {
  field("cause", l.cause);
  field("layer", l.layer);
  field("nodes", l.nodes);
  field("old_tactic", l.old_tactic);
  field("new_tactic", l.new_tactic);
  field("old_ns", l.old_ns);
  field("new_ns", l.new_ns);
  field("share", l.share);
  field("rate", l.rate);
}

template <typename Self, typename Field>
requires std::is_same_v<std::remove_const_t<Self>, Proof>
void each_field(Self& p, Field&& field) {
  field("job_id", p.job_id);
  field("outcome", p.outcome);
  field("sentence", p.sentence);
  field("duration_ns", p.duration_ns);
  field("comparisons", p.comparisons);
  field("trials", p.trials);
  field("layers", p.layers);
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
  field("load", r.load);
  field("layers", r.layers);
  field("environment", r.environment);
  field("plan_digest", r.plan_digest);
  field("decisions_digest", r.decisions_digest);
  field("proof", r.proof);
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
