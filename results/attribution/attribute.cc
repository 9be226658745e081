// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/attribution/attribute.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "results/attribution/regions.h"
#include "results/statistics/distributions.h"
#include "results/statistics/false_discovery.h"
#include "results/statistics/quantile.h"

namespace nightjar::attribution {
namespace {

using record::LayerAttribution;
using record::LayerCause;
using Rows = std::span<const record::LayerRow>;

constexpr size_t kFewestPairs = 3;
constexpr double kLeastShare = 0.005;  // Less than that of the whole is no layer's pace.
constexpr size_t kFewestLayers = 3;    // Or none of them is typical.
constexpr double kLeastRest = 0.02;    // Of the change; less is nothing.
constexpr double kLeastGap = 0.2;      // Of the change, before the gaps between layers are blamed.
constexpr double kGapP = 0.01;
constexpr double kPaceP = 0.01;

/// The same steps in every process of a side; a plan that was cut otherwise is another side.
bool is_like(const Profile& profile, const Profile& first) {
  return std::equal(profile.layers.begin(), profile.layers.end(), first.layers.begin(),
                    first.layers.end(),
                    [](const auto& a, const auto& b) { return a.name == b.name; });
}

double sum_ns(Rows rows) {
  return std::accumulate(rows.begin(), rows.end(), 0.0,
                         [](double sum, const auto& row) { return sum + row.median_ns; });
}

double sum_ns(const std::vector<size_t>& indices, Rows rows) {
  double sum = 0;
  for (const size_t index : indices) sum += rows[index].median_ns;
  return sum;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Two-sided, of the hypothesis that the values lie around 0.
double t_test_p(const std::vector<double>& values) {
  const double middle = mean(values);
  double squares = 0;
  for (const double value : values) squares += (value - middle) * (value - middle);
  const auto n = static_cast<double>(values.size());
  const double error = std::sqrt(squares / (n - 1) / n);
  if (error == 0) return middle == 0 ? 1 : 0;
  return 2 * (1 - statistics::student_t_cdf(std::fabs(middle) / error, n - 1));
}

/// A region's time in each pair.
struct Times {
  std::vector<double> old_ns, new_ns;

  double old_median() const { return statistics::median(old_ns); }
  double new_median() const { return statistics::median(new_ns); }
  bool is_on_both() const { return old_median() > 0 && new_median() > 0; }
};

class Attribution {
 public:
  Attribution(std::span<const Profile> old_side, std::span<const Profile> new_side,
              const Options& options)
      : old_rows_(old_side.front().layers), new_rows_(new_side.front().layers), options_(options) {
    for (size_t i = 0; i < std::min(old_side.size(), new_side.size()); ++i) {
      if (!is_like(old_side[i], old_side.front()) || !is_like(new_side[i], new_side.front())) {
        continue;
      }
      pairs_.emplace_back(&old_side[i], &new_side[i]);
    }
    regions_ = find_regions(old_rows_, new_rows_);
  }

  std::vector<LayerAttribution> run() {
    if (pairs_.size() < kFewestPairs) return {};
    for (const auto& [before, after] : pairs_) {
      total_.old_ns.push_back(before->total_ns);
      total_.new_ns.push_back(after->total_ns);
    }
    for (const Region& region : regions_) times_.push_back(times_of(region));
    measure_pace();
    for (Times& times : times_) times = at_one_pace(std::move(times));
    // A pace that differs by chance is not part of what is to be explained.
    if (t_test_p(pace_) > kPaceP) total_ = at_one_pace(std::move(total_));
    change_ns_ = total_.new_median() - total_.old_median();
    if (change_ns_ == 0) return {};
    std::vector<LayerAttribution> named = significant();
    add_rest(named);
    return named;
  }

 private:
  Times times_of(const Region& region) const {
    Times times;
    for (const auto& [before, after] : pairs_) {
      times.old_ns.push_back(sum_ns(region.old_rows, before->layers));
      times.new_ns.push_back(sum_ns(region.new_rows, after->layers));
    }
    return times;
  }

  /// By how much the typical layer of each pair was slower on the new side. Of fewer than three
  /// layers none is typical.
  void measure_pace() {
    pace_.assign(pairs_.size(), 0);
    const double least_ns = kLeastShare * sum_ns(old_rows_);
    for (size_t i = 0; i < pairs_.size(); ++i) {
      std::vector<double> ratios;
      for (const Times& times : times_) {
        if (times.is_on_both() && times.old_ns[i] >= least_ns && times.new_ns[i] > 0) {
          ratios.push_back(std::log(times.new_ns[i] / times.old_ns[i]));
        }
      }
      if (ratios.size() >= kFewestLayers) pace_[i] = statistics::median(ratios);
    }
  }

  /// The new side as it would have been at the old one's pace.
  Times at_one_pace(Times times) const {
    for (size_t i = 0; i < times.new_ns.size(); ++i) times.new_ns[i] *= std::exp(-pace_[i]);
    return times;
  }

  double p_of(const Times& times) const {
    std::vector<double> differences;
    for (size_t i = 0; i < pairs_.size(); ++i) {
      differences.push_back(times.new_ns[i] - times.old_ns[i]);
    }
    return t_test_p(differences);
  }

  LayerAttribution named(const Region& region, const Times& times, double rate) const {
    LayerAttribution layer;
    layer.cause = cause_of(region, old_rows_, new_rows_, options_.is_plain_host);
    const record::LayerRow* before = largest(region.old_rows, old_rows_);
    const record::LayerRow* after = largest(region.new_rows, new_rows_);
    const record::LayerRow& shown = after != nullptr ? *after : *before;
    layer.layer = shown.name;
    layer.nodes = shown.nodes;
    if (before != nullptr) layer.old_tactic = before->tactic;
    if (after != nullptr) layer.new_tactic = after->tactic;
    layer.old_ns = times.old_median();
    layer.new_ns = times.new_median();
    layer.share = (layer.new_ns - layer.old_ns) / change_ns_;
    layer.rate = rate;
    return layer;
  }

  static const record::LayerRow* largest(const std::vector<size_t>& indices, Rows rows) {
    const record::LayerRow* found = nullptr;
    for (const size_t index : indices) {
      if (found == nullptr || rows[index].median_ns > found->median_ns) found = &rows[index];
    }
    return found;
  }

  std::vector<LayerAttribution> significant() const {
    std::vector<double> p;
    for (const Times& times : times_) p.push_back(p_of(times));
    const std::vector<double> rates = statistics::false_discovery_rates(p);
    std::vector<LayerAttribution> list;
    for (size_t i = 0; i < regions_.size(); ++i) {
      if (rates[i] > options_.false_discovery_rate) continue;
      LayerAttribution layer = named(regions_[i], times_[i], rates[i]);
      if (layer.share > 0) list.push_back(std::move(layer));
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const auto& a, const auto& b) { return a.share > b.share; });
    if (list.size() > options_.most_layers) list.resize(options_.most_layers);
    return list;
  }

  /// What is left is the gaps' when they surely grew, and otherwise nobody's.
  void add_rest(std::vector<LayerAttribution>& named) const {
    double explained = 0;
    for (const LayerAttribution& layer : named) explained += layer.share;
    Times gaps;
    for (const auto& [before, after] : pairs_) {
      gaps.old_ns.push_back(before->total_ns - sum_ns(before->layers));
      gaps.new_ns.push_back(after->total_ns - sum_ns(after->layers));
    }
    LayerAttribution rest;
    rest.share = 1 - explained;
    gaps = at_one_pace(std::move(gaps));
    std::vector<double> growth_ns;
    for (size_t i = 0; i < pairs_.size(); ++i) growth_ns.push_back(gaps.new_ns[i] - gaps.old_ns[i]);
    const double grown = (gaps.new_median() - gaps.old_median()) / change_ns_;
    const double p = t_test_p(growth_ns);
    if (grown >= kLeastGap && rest.share >= kLeastGap && p <= kGapP) {
      rest.cause = LayerCause::kLaunchGap;
      rest.old_ns = gaps.old_median();
      rest.new_ns = gaps.new_median();
      rest.rate = p;
    }
    if (rest.share < kLeastRest) return;
    const auto place = std::find_if(named.begin(), named.end(), [&](const auto& layer) {
      return rest.cause == LayerCause::kLaunchGap && layer.share < rest.share;
    });
    named.insert(place, std::move(rest));
  }

  std::vector<record::LayerRow> old_rows_, new_rows_;
  Options options_;
  std::vector<std::pair<const Profile*, const Profile*>> pairs_;
  std::vector<Region> regions_;
  std::vector<Times> times_;
  Times total_;
  std::vector<double> pace_;
  double change_ns_ = 0;
};

}  // namespace

std::vector<LayerAttribution> attribute(std::span<const Profile> old_side,
                                        std::span<const Profile> new_side, const Options& options) {
  if (old_side.empty() || new_side.empty()) return {};
  return Attribution(old_side, new_side, options).run();
}

}  // namespace nightjar::attribution
