// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/layer_profile.h"

#include <fmt/format.h>

#include <numeric>

#include "results/statistics/quantile.h"

namespace nightjar::runners {
namespace {

constexpr int kFewestPasses = 3;
constexpr int kMostPasses = 15;
constexpr int64_t kLongestNs = 1'000'000'000;

/// The scenario's word for what a step computes in.
std::string precision_word(tensor::DataType type) {
  switch (type) {
    case tensor::DataType::kFloat32:
      return "fp32";
    case tensor::DataType::kBFloat16:
      return "bf16";
    case tensor::DataType::kFloat16:
      return "fp16";
    default:
      return std::string(tensor::name_of(type));
  }
}

const tensor::TensorDesc* desc_of(const plan::Plan& plan,
                                  const std::vector<plan::TensorIndex>& of) {
  for (const plan::TensorIndex index : of) {
    if (index != plan::kAbsent) return &plan.tensors[static_cast<size_t>(index)].desc;
  }
  return nullptr;
}

}  // namespace

Result<std::vector<double>> median_step_times_ns(StepProfiler& profiler, size_t step_count,
                                                 const Clock& clock) {
  std::vector<std::vector<double>> passes_ns(step_count);
  const int64_t start_ns = clock.steady_ns();
  for (int pass = 0; pass < kMostPasses; ++pass) {
    if (pass >= kFewestPasses && clock.steady_ns() - start_ns >= kLongestNs) break;
    NIGHTJAR_ASSIGN(const auto times, profiler.profile());
    for (const runtime::StepTime& time : times) {
      if (time.step >= step_count) {
        return internal_error(
            fmt::format("the profile names step {} of {}", time.step, step_count));
      }
      passes_ns[time.step].push_back(time.ns);
    }
  }
  std::vector<double> medians_ns;
  for (const auto& times_ns : passes_ns) medians_ns.push_back(statistics::median(times_ns));
  return medians_ns;
}

std::vector<record::LayerRow> layer_rows(const plan::Plan& plan,
                                         const std::vector<double>& step_times_ns) {
  const double total_ns = std::accumulate(step_times_ns.begin(), step_times_ns.end(), 0.0);
  std::vector<record::LayerRow> rows;
  for (size_t i = 0; i < plan.steps.size() && i < step_times_ns.size(); ++i) {
    const plan::PlanStep& step = plan.steps[i];
    record::LayerRow row;
    row.index = static_cast<int64_t>(i);
    row.name = step.name;
    row.nodes = step.nodes;
    row.tactic = step.config.empty() ? step.tactic : step.tactic + " " + step.config;
    if (const auto* output = desc_of(plan, step.outputs)) {
      row.layout = std::string(tensor::name_of(output->layout));
    }
    if (const auto* input = desc_of(plan, step.inputs)) row.precision = precision_word(input->type);
    row.median_ns = step_times_ns[i];
    row.share = total_ns > 0 ? step_times_ns[i] / total_ns : 0;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace nightjar::runners
