// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/trtexec/exports.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/json_text.h"

namespace nightjar::cli::trtexec {
namespace {

using Json = nlohmann::ordered_json;

struct LayerSummary {
  double total_ms = 0, mean_ms = 0, median_ms = 0;
};

LayerSummary summary_of(std::vector<double> ms) {
  LayerSummary summary;
  if (ms.empty()) return summary;
  std::sort(ms.begin(), ms.end());
  summary.total_ms = std::accumulate(ms.begin(), ms.end(), 0.0);
  summary.mean_ms = summary.total_ms / static_cast<double>(ms.size());
  summary.median_ms = ms[ms.size() / 2];
  return summary;
}

double total_ms(const std::vector<LayerTimes>& layers) {
  double total = 0;
  for (const LayerTimes& layer : layers) total += summary_of(layer.ms).total_ms;
  return total;
}

Json tensor_json(const plan::PlanTensor& tensor) {
  return {{"Name", tensor.name},
          {"Dimensions", tensor::to_string(tensor.desc.shape)},
          {"Format/Datatype", tensor::to_string(tensor.desc)}};
}

Json tensors_json(const plan::Plan& plan, const std::vector<plan::TensorIndex>& indices) {
  Json json = Json::array();
  for (const plan::TensorIndex index : indices) {
    if (index == plan::kAbsent) continue;
    json.push_back(tensor_json(plan.tensors[static_cast<size_t>(index)]));
  }
  return json;
}

}  // namespace

std::string times_json(const InferenceRun& run) {
  Json json = Json::array();
  for (const QueryTimes& query : run.queries) {
    json.push_back({{"startEnqMs", query.start_enqueue_ms},
                    {"endEnqMs", query.end_enqueue_ms},
                    {"startH2dMs", query.start_h2d_ms},
                    {"endH2dMs", query.end_h2d_ms},
                    {"startComputeMs", query.start_compute_ms},
                    {"endComputeMs", query.end_compute_ms},
                    {"startD2hMs", query.start_d2h_ms},
                    {"endD2hMs", query.end_d2h_ms},
                    {"h2dMs", query.h2d_ms()},
                    {"computeMs", query.compute_ms()},
                    {"d2hMs", query.d2h_ms()},
                    {"latencyMs", query.latency_ms()}});
  }
  return json_text(json, 1);
}

std::string profile_json(const std::vector<LayerTimes>& layers) {
  Json json = Json::array();
  json.push_back({{"count", layers.empty() ? size_t{0} : layers.front().ms.size()}});
  const double total = total_ms(layers);
  for (const LayerTimes& layer : layers) {
    const LayerSummary summary = summary_of(layer.ms);
    json.push_back({{"name", layer.name},
                    {"timeMs", summary.total_ms},
                    {"averageMs", summary.mean_ms},
                    {"medianMs", summary.median_ms},
                    {"percentage", total > 0 ? summary.total_ms / total * 100 : 0.0}});
  }
  return json_text(json, 1);
}

std::string profile_table(const std::vector<LayerTimes>& layers) {
  const double total = total_ms(layers);
  std::string text = "  Time(ms)  Avg.(ms)  Median(ms)  Time(%)  Layer\n";
  for (const LayerTimes& layer : layers) {
    const LayerSummary summary = summary_of(layer.ms);
    text += fmt::format("{:10.2f}{:10.4f}{:12.4f}{:9.1f}  {}\n", summary.total_ms, summary.mean_ms,
                        summary.median_ms, total > 0 ? summary.total_ms / total * 100 : 0.0,
                        layer.name);
  }
  return text;
}

std::string layers_json(const plan::Plan& plan, bool names_only) {
  Json layers = Json::array(), bindings = Json::array();
  for (const plan::PlanStep& step : plan.steps) {
    if (names_only) {
      layers.push_back(step.name);
      continue;
    }
    layers.push_back({{"Name", step.name},
                      {"LayerType", step.operation},
                      {"Inputs", tensors_json(plan, step.inputs)},
                      {"Outputs", tensors_json(plan, step.outputs)},
                      {"TacticName", step.tactic},
                      {"TacticConfig", step.config},
                      {"Metadata", fmt::format("{}", fmt::join(step.nodes, ", "))}});
  }
  for (const plan::TensorIndex index : plan.inputs) {
    bindings.push_back(plan.tensors[static_cast<size_t>(index)].name);
  }
  for (const std::string& name : plan.output_names) bindings.push_back(name);
  return json_text(Json{{"Layers", std::move(layers)}, {"Bindings", std::move(bindings)}}, 1);
}

}  // namespace nightjar::cli::trtexec
