// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/calibration/fault_score.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "results/record/units.h"
#include "results/statistics/proportion.h"

namespace nightjar::report {
namespace {

using record::LayerCause;
using scenarios::FaultKind;

bool is_right_layer(const FaultCase& of, const record::LayerAttribution& layer) {
  // What is added before a layer has a name of its own.
  if (of.fault.kind == FaultKind::kReformat) return layer.layer.find(".fault") != std::string::npos;
  return std::count(layer.nodes.begin(), layer.nodes.end(), of.fault.layer) > 0;
}

std::string words_of(const record::LayerAttribution& layer) {
  return fmt::format("{} {} ({} of the change)", record::to_string(layer.cause), layer.layer,
                     record::human_percent(layer.share));
}

struct Sums {
  int64_t counted = 0, right_layer = 0, right = 0, too_small = 0, unfit = 0;

  void add(const Sums& other) {
    counted += other.counted;
    right_layer += other.right_layer;
    right += other.right;
    too_small += other.too_small;
    unfit += other.unfit;
  }
};

Sums sums_of(const FaultScore& score, FaultKind kind) {
  const int64_t right = score.count(kind, FaultFinding::kRight);
  return {score.counted(kind), right + score.count(kind, FaultFinding::kWrongClass), right,
          score.count(kind, FaultFinding::kTooSmall), score.count(kind, FaultFinding::kUnfit)};
}

Sums total_of(const FaultScore& score) {
  Sums total;
  for (const FaultKind kind : timed_fault_kinds()) total.add(sums_of(score, kind));
  return total;
}

Cell number(int64_t value) { return {fmt::format("{}", value), Tone::kPlain}; }

bool is_wrong(const FaultTrial& trial) {
  return trial.finding != FaultFinding::kRight && trial.finding != FaultFinding::kTooSmall &&
         trial.finding != FaultFinding::kUnfit;
}

std::string line_of(const FaultTrial& trial) {
  return fmt::format("{}: {} at {} in {}: {}, {}\n", to_string(trial.finding),
                     scenarios::to_string(trial.of.fault.kind), trial.of.fault.layer,
                     scenarios::display_name(trial.of.scenario), record::human_change(trial.change),
                     trial.named);
}

nlohmann::json json_of(const Sums& sums) {
  const auto interval = statistics::proportion_interval(sums.right, sums.counted);
  return {{"counted", sums.counted},
          {"right_layer", sums.right_layer},
          {"right", sums.right},
          {"too_small", sums.too_small},
          {"unfit", sums.unfit},
          {"right_rate_low", interval.low},
          {"right_rate_high", interval.high}};
}

}  // namespace

const char* to_string(FaultFinding finding) {
  switch (finding) {
    case FaultFinding::kUnfit:
      return "unfit";
    case FaultFinding::kTooSmall:
      return "too_small";
    case FaultFinding::kUnproven:
      return "unproven";
    case FaultFinding::kWrongLayer:
      return "wrong_layer";
    case FaultFinding::kWrongClass:
      return "wrong_class";
    case FaultFinding::kRight:
      break;
  }
  return "right";
}

LayerCause cause_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::kTactic:
      return LayerCause::kTacticChanged;
    case FaultKind::kPrecision:
      return LayerCause::kPrecisionFellBack;
    case FaultKind::kFusion:
      return LayerCause::kFusionChanged;
    case FaultKind::kReformat:
      return LayerCause::kReformatAdded;
    default:
      return LayerCause::kSlowerTactic;
  }
}

FaultFinding judge_fault(const FaultCase& of, const record::JobResult& result,
                         const record::Proof* proof, double threshold) {
  if (result.outcome != record::Outcome::kDone) return FaultFinding::kUnfit;
  if (proof == nullptr) return FaultFinding::kTooSmall;
  if (proof->comparisons.empty()) return FaultFinding::kUnfit;
  const record::ProofComparison& whole = proof->comparisons.front();
  const bool is_small = std::abs(whole.change) < threshold || whole.finding == "same";
  if (is_small) return FaultFinding::kTooSmall;
  if (whole.finding != "differs") return FaultFinding::kUnproven;
  if (proof->layers.empty() || !is_right_layer(of, proof->layers.front())) {
    return FaultFinding::kWrongLayer;
  }
  return proof->layers.front().cause == cause_of(of.fault.kind) ? FaultFinding::kRight
                                                                : FaultFinding::kWrongClass;
}

FaultTrial try_fault(const FaultCase& of, const record::JobResult& result,
                     const record::Proof* proof, double threshold) {
  FaultTrial trial{of, judge_fault(of, result, proof, threshold), 0, result.error};
  if (proof == nullptr) return trial;
  if (!proof->comparisons.empty()) trial.change = proof->comparisons.front().change;
  trial.named = proof->layers.empty() ? proof->sentence : words_of(proof->layers.front());
  return trial;
}

int64_t FaultScore::count(FaultKind kind, FaultFinding finding) const {
  return std::count_if(trials_.begin(), trials_.end(), [&](const FaultTrial& trial) {
    return trial.of.fault.kind == kind && trial.finding == finding;
  });
}

int64_t FaultScore::counted(FaultKind kind) const {
  const int64_t all = std::count_if(trials_.begin(), trials_.end(), [&](const FaultTrial& trial) {
    return trial.of.fault.kind == kind;
  });
  return all - count(kind, FaultFinding::kUnfit) - count(kind, FaultFinding::kTooSmall);
}

std::string print_fault_score(const FaultScore& score, const TerminalStyle& style) {
  Grid grid;
  grid.columns = {{"fault"},
                  {"counted", Align::kRight},
                  {"layer first", Align::kRight},
                  {"and class", Align::kRight},
                  {"too small", Align::kRight},
                  {"unfit", Align::kRight}};
  for (const FaultKind kind : timed_fault_kinds()) {
    const Sums sums = sums_of(score, kind);
    grid.rows.push_back({{scenarios::to_string(kind), Tone::kPlain},
                         number(sums.counted),
                         number(sums.right_layer),
                         number(sums.right),
                         number(sums.too_small),
                         number(sums.unfit)});
  }
  const Sums total = total_of(score);
  const auto interval = statistics::proportion_interval(total.right, total.counted);
  const double rate =
      total.counted > 0 ? static_cast<double>(total.right) / static_cast<double>(total.counted) : 0;
  std::string text = print_terminal(grid, style);
  text += fmt::format(
      "\n{} of {} faults that changed the whole were named first with layer and class: {} "
      "(95 % interval {} to {})\n",
      total.right, total.counted, record::human_percent(rate), record::human_percent(interval.low),
      record::human_percent(interval.high));
  for (const FaultTrial& trial : score.trials()) {
    if (is_wrong(trial)) text += line_of(trial);
  }
  return text;
}

std::string print_fault_score_json(const FaultScore& score) {
  nlohmann::json object = json_of(total_of(score));
  for (const FaultKind kind : timed_fault_kinds()) {
    object["kinds"][scenarios::to_string(kind)] = json_of(sums_of(score, kind));
  }
  object["trials"] = nlohmann::json::array();
  for (const FaultTrial& trial : score.trials()) {
    object["trials"].push_back({{"scenario", scenarios::display_name(trial.of.scenario)},
                                {"kind", scenarios::to_string(trial.of.fault.kind)},
                                {"layer", trial.of.fault.layer},
                                {"finding", to_string(trial.finding)},
                                {"change", trial.change},
                                {"named", trial.named}});
  }
  return object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

}  // namespace nightjar::report
