// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/quantize/best_precision.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "engine/build/feasible.h"
#include "engine/build/records/decisions_file.h"
#include "engine/build/records/timing_cache.h"

namespace nightjar::quantize {
namespace {

using build::BuildOutcome;
using build::Precision;
using network::Network;

/// What a build's steps took, as it was measured when they were chosen.
struct Times {
  std::map<std::string, double> by_node_ns;  ///< A step of several nodes counts for each.
  std::set<std::string> in_integers;         ///< Nodes whose step multiplies bytes.
  double total_ns = 0;
};

Result<Times> times_of(const BuildOutcome& outcome) {
  NIGHTJAR_ASSIGN(const auto decisions, build::decisions_from_text(outcome.plan.decisions_json));
  Times times;
  for (const build::DecidedStep& step : decisions.steps) {
    times.total_ns += step.median_ns;
    const bool is_integer = step.problem.starts_with("quantized_");
    for (const std::string& node : step.nodes) {
      times.by_node_ns[node] += step.median_ns;
      if (is_integer) times.in_integers.insert(node);
    }
  }
  return times;
}

struct Variant {
  Precision precision = Precision::kFp32;
  BuildOutcome outcome;
  Times times;
  double error = 0;            ///< Of the worst output.
  bool is_near_enough = true;  ///< Whether it may be the answer.
};

/// Walking the reference takes long, and what few samples do not show, a data set has to.
constexpr int64_t kMostSamples = 4;

struct Judged {
  reference::TensorsByName inputs, expected;
};

class Search {
 public:
  Search(const BestRequest& request, device::Device& device, const Clock& clock)
      : request_(request), device_(device), clock_(clock) {}

  Result<BestBuild> run() {
    NIGHTJAR_TRY(ask_reference());
    NIGHTJAR_TRY(add(Precision::kFp32, *request_.network, {}));
    NIGHTJAR_TRY(add(Precision::kBf16, *request_.network, {}));
    NIGHTJAR_ASSIGN(const Network in_bytes, request_.quantized({}));
    NIGHTJAR_TRY(add(Precision::kInt8, in_bytes, {}));
    decide();
    NIGHTJAR_ASSIGN(const Network mixture, request_.quantized(not_in_integers()));
    NIGHTJAR_TRY(add(Precision::kMixed, mixture, nodes_in(Precision::kFp32)));
    NIGHTJAR_TRY(expect_integers());
    const auto shorter = [](const Variant& a, const Variant& b) {
      if (a.is_near_enough != b.is_near_enough) return a.is_near_enough;
      return a.times.total_ns < b.times.total_ns;
    };
    const auto best = request_.fixed.empty()
                          ? std::min_element(variants_.begin(), variants_.end(), shorter)
                          : std::prev(variants_.end());
    if (!best->is_near_enough) return too_far(*best);
    lines_.push_back(fmt::format("the {} plan it is", to_string(best->precision)));
    return BestBuild{std::move(best->outcome), std::move(lines_)};
  }

 private:
  Status ask_reference() {
    for (int64_t i = 0; i < std::min(request_.samples.count, kMostSamples); ++i) {
      NIGHTJAR_ASSIGN(auto inputs, request_.samples.at(i));
      NIGHTJAR_ASSIGN(auto expected, reference::run(*request_.network, inputs));
      judged_.push_back({std::move(inputs), std::move(expected)});
    }
    return {};
  }

  Result<double> error_of(const BuildOutcome& outcome) const {
    double worst = 0;
    for (const Judged& sample : judged_) {
      NIGHTJAR_ASSIGN(const auto found, run_plan(outcome, sample.inputs, device_));
      worst = std::max(worst, worst_error(sample.expected, found));
    }
    return worst;
  }

  Error too_far(const Variant& variant) const {
    return invalid_input(fmt::format(
        "with its nodes as they were fixed the plan is off by {:.3g} on {} samples, and "
        "{:.3g} was allowed: leave more nodes to be chosen, or allow more",
        variant.error, judged_.size(), request_.max_error));
  }

  Status add(Precision precision, const Network& network, const std::set<std::string>& keep_float) {
    build::BuildOptions options = request_.options;
    options.precision = precision;
    options.keep_float = keep_float;
    if (options.timing_cache == nullptr) options.timing_cache = &timings_;
    auto outcome = build::build_plan(network, device_, options, clock_);
    if (!outcome.ok()) return outcome.error().in(to_string(precision));
    NIGHTJAR_ASSIGN(Times times, times_of(*outcome));
    NIGHTJAR_ASSIGN(const double error, error_of(*outcome));
    const bool is_near_enough = precision == Precision::kFp32 || error <= request_.max_error;
    std::string line =
        fmt::format("{}: the steps take {:.3f} ms", to_string(precision), times.total_ns / 1e6);
    if (!judged_.empty()) line += fmt::format(", the worst output is off by {:.2g}", error);
    lines_.push_back(line + (is_near_enough ? "" : ", which is too far"));
    variants_.push_back({precision, *std::move(outcome), std::move(times), error, is_near_enough});
    return {};
  }

  /// Nodes fixed to int8 must have become steps of bytes.
  Status expect_integers() const {
    for (const auto& [node, precision] : request_.fixed) {
      const bool is_met =
          precision != Precision::kInt8 || variants_.back().times.in_integers.count(node) != 0;
      if (is_met) continue;
      return unsupported("node '" + node + "' has no integer kernel: leave it to be chosen");
    }
    return {};
  }

  /// Of what heavy nodes took in each build, the least; what is fixed is not asked.
  void decide() {
    for (const network::OpId id : request_.network->topological_order()) {
      const network::Op& op = request_.network->op(id);
      if (!build::is_heavy(op) || op.origins.empty()) continue;
      const std::string& node = op.origins.front();
      const auto fixed = request_.fixed.find(node);
      chosen_[node] = fixed != request_.fixed.end() ? fixed->second : fastest(node);
    }
    std::map<std::string, size_t> counts;
    for (const auto& [node, precision] : chosen_) ++counts[to_string(precision)];
    for (const auto& [word, count] : counts) {
      lines_.push_back(fmt::format("{} heavy nodes in {}", count, word));
    }
  }

  Precision fastest(const std::string& node) const {
    Precision best = Precision::kFp32;
    double least = std::numeric_limits<double>::infinity();
    for (const Variant& variant : variants_) {
      const auto found = variant.times.by_node_ns.find(node);
      const bool may_win = variant.is_near_enough && (variant.precision != Precision::kInt8 ||
                                                      variant.times.in_integers.count(node) != 0);
      if (found == variant.times.by_node_ns.end() || !may_win || found->second >= least) continue;
      least = found->second;
      best = variant.precision;
    }
    return best;
  }

  std::set<std::string> nodes_in(Precision precision) const {
    std::set<std::string> nodes;
    for (const auto& [node, chosen] : chosen_) {
      if (chosen == precision) nodes.insert(node);
    }
    return nodes;
  }

  std::set<std::string> not_in_integers() const {
    std::set<std::string> nodes = nodes_in(Precision::kFp32);
    nodes.merge(nodes_in(Precision::kBf16));
    return nodes;
  }

  const BestRequest& request_;
  device::Device& device_;
  const Clock& clock_;
  build::TimingCache timings_;  ///< What several builds ask is measured once.
  std::vector<Judged> judged_;
  std::vector<Variant> variants_;
  std::map<std::string, Precision> chosen_;
  std::vector<std::string> lines_;
};

}  // namespace

Result<BestBuild> build_best(const BestRequest& request, device::Device& device,
                             const Clock& clock) {
  if (device.info().kind != device::DeviceKind::kCpu) {
    return unsupported("the best precision of each layer is searched for on CPUs alone");
  }
  return Search(request, device, clock).run();
}

}  // namespace nightjar::quantize
