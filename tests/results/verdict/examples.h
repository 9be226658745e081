// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Series, measurements and nights for the verdict's tests.
#pragma once

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "results/record/run.h"
#include "results/record/series_point.h"
#include "tests/results/examples.h"

namespace nightjar::verdict::examples {

inline record::SeriesPoint point(int64_t run, double median_ns) {
  record::SeriesPoint p;
  p.run = run;
  p.job_id = run * 10;
  p.samples = 100;
  p.median_ns = median_ns;
  p.label_accuracy = 0.93;
  p.git_revision = "0123abc";
  return p;
}

inline std::vector<record::SeriesPoint> points(const std::vector<double>& medians_ns) {
  std::vector<record::SeriesPoint> list;
  for (const double median : medians_ns) {
    list.push_back(point(static_cast<int64_t>(list.size()) + 1, median));
  }
  return list;
}

/// Ten layers, the first with 28 % of the time, the others with 8 % each.
inline std::vector<record::LayerRow> layers(double median_ns) {
  std::vector<record::LayerRow> rows;
  for (int64_t i = 0; i < 10; ++i) {
    const double share = i == 0 ? 0.28 : 0.08;
    rows.push_back(
        record::examples::layer(i, "layer_" + std::to_string(i), median_ns * share, share));
  }
  return rows;
}

inline record::Measurement measurement(int64_t run, double median_ns) {
  record::Measurement m;
  m.run = run;
  m.job_id = run * 10;
  m.scenario = record::examples::scenario("resnet50");
  m.fingerprint = scenarios::fingerprint(m.scenario);
  m.result = record::examples::result(median_ns);
  m.result.layers = layers(median_ns);
  return m;
}

/// `slow_down` of the whole, all of it in the first layer.
inline record::Measurement slowed(int64_t run, double median_ns, double slow_down) {
  record::Measurement m = measurement(run, median_ns);
  m.result.latency = record::examples::summary(median_ns * (1 + slow_down));
  m.result.layers[0].median_ns += median_ns * slow_down;
  return m;
}

/// Draws what a machine makes of the same work: every night a pace of its own, and a little more
/// scatter in each layer.
class Machine {
 public:
  Machine(uint64_t seed, double night_sd, double layer_sd)
      : generator_(seed), night_(0, night_sd), layer_(0, layer_sd) {}

  /// What a night's medians are multiplied by.
  double pace() { return std::exp(night_(generator_)); }

  record::Measurement night(int64_t run, double median_ns, double slow_down = 0) {
    record::Measurement m = slowed(run, median_ns, slow_down);
    for (record::LayerRow& row : m.result.layers) row.median_ns *= std::exp(layer_(generator_));
    return m;
  }

 private:
  std::mt19937_64 generator_;
  std::normal_distribution<double> night_, layer_;
};

}  // namespace nightjar::verdict::examples
