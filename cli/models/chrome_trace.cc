// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/chrome_trace.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"

namespace nightjar::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kInferences = 1, kSteps = 2;

/// Gathers events of one process.
class Trace {
 public:
  Trace() { events_ = Json::array(); }

  void name_track(int track, const char* name) {
    events_.push_back({{"name", "thread_name"},
                       {"ph", "M"},
                       {"pid", 1},
                       {"tid", track},
                       {"args", {{"name", name}}}});
  }
  void add(int track, const std::string& name, double start_us, double duration_us, Json details) {
    events_.push_back({{"name", name},
                       {"ph", "X"},
                       {"pid", 1},
                       {"tid", track},
                       {"ts", start_us},
                       {"dur", duration_us},
                       {"args", std::move(details)}});
  }
  std::string text() {
    return json_text(Json{{"traceEvents", std::move(events_)}, {"displayTimeUnit", "ms"}}) + "\n";
  }

 private:
  Json events_;
};

double us_at(const std::vector<int64_t>& column_ns, size_t sample) {
  return sample < column_ns.size() ? 1e-3 * static_cast<double>(column_ns[sample]) : 0;
}

void add_inferences(const record::Samples& samples, Trace& trace) {
  double start_us = 0;
  for (size_t i = 0; i < std::min(samples.latency_ns.size(), kTracedSamples); ++i) {
    const double latency_us = us_at(samples.latency_ns, i);
    trace.add(kInferences, "inference", start_us, latency_us,
              {{"sample", i}, {"enqueue_us", us_at(samples.enqueue_ns, i)}});
    double part_us = start_us;
    for (const auto& [name, column_ns] :
         {std::pair("copy in", &samples.h2d_ns), std::pair("compute", &samples.compute_ns),
          std::pair("copy out", &samples.d2h_ns)}) {
      const double duration_us = us_at(*column_ns, i);
      if (duration_us > 0) trace.add(kInferences, name, part_us, duration_us, Json::object());
      part_us += duration_us;
    }
    start_us += latency_us;
  }
}

void add_steps(const std::vector<record::LayerRow>& layers, Trace& trace) {
  double start_us = 0;
  for (const record::LayerRow& layer : layers) {
    const double duration_us = 1e-3 * layer.median_ns;
    trace.add(kSteps, layer.name, start_us, duration_us,
              {{"tactic", layer.tactic},
               {"layout", layer.layout},
               {"precision", layer.precision},
               {"onnx_nodes", layer.nodes}});
    start_us += duration_us;
  }
}

}  // namespace

std::string chrome_trace(const record::JobResult& result) {
  Trace trace;
  trace.name_track(kInferences, "inferences");
  trace.name_track(kSteps, "steps, profiled one by one");
  add_inferences(result.samples, trace);
  add_steps(result.layers, trace);
  return trace.text();
}

}  // namespace nightjar::cli
