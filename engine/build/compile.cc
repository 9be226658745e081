// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/compile.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/build/assemble.h"
#include "engine/build/assign_precision.h"
#include "engine/build/choose/choose.h"
#include "engine/build/feasible.h"
#include "engine/build/fuse_pointwise.h"
#include "engine/build/layout/network_layouts.h"
#include "engine/build/records/timing_cache.h"
#include "engine/optimize/pipeline.h"
#include "engine/optimize/quantized/quantized_passes.h"
#include "kernels/gemm/tf32.h"

namespace nightjar::build {
namespace {

using network::Network;

/// What symbols stand for while tactics are verified and timed.
Result<tensor::SymbolValues> tuning_symbols(const Network& network, const BuildOptions& options) {
  tensor::SymbolValues symbols;
  for (const network::TensorId id : network.inputs()) {
    const network::Tensor& input = network.tensor(id);
    const auto shape = options.tuning_shapes.find(input.name);
    if (shape != options.tuning_shapes.end()) {
      const Status bound = bind_symbols(input.desc.shape, shape->second, symbols);
      if (!bound.ok()) return bound.error().in("tuning shape of input '" + input.name + "'");
    }
  }
  std::vector<std::string> names;
  for (size_t id = 0; id < network.tensor_count(); ++id) {
    const network::Tensor& tensor = network.tensor(static_cast<network::TensorId>(id));
    for (const tensor::Dim& extent : tensor.desc.shape) extent.collect_symbols(names);
    if (!tensor.elements) continue;
    for (const tensor::Dim& element : *tensor.elements) element.collect_symbols(names);
  }
  for (const std::string& name : names) symbols.try_emplace(name, options.tuning_batch);
  return symbols;
}

Status lower_precision(Network& network, const BuildOptions& options, device::DeviceKind kind,
                       std::vector<std::string>& passes) {
  const bool in_half = options.precision == Precision::kFp16 ||
                       (options.precision == Precision::kInt8 && kind != device::DeviceKind::kCpu);
  if (in_half || options.precision == Precision::kBf16 || options.precision == Precision::kMixed) {
    const auto type = in_half ? tensor::DataType::kFloat16 : tensor::DataType::kBFloat16;
    NIGHTJAR_ASSIGN(const size_t count, assign_precision(network, type, options.keep_float));
    passes.push_back(fmt::format("assign_precision: {} ops in {}", count, name_of(type)));
  }
  return {};
}

/// On a GPU integers have to be asked for: a quantised network is built in floats otherwise.
optimize::Integers integers_of(device::DeviceKind kind, const BuildOptions& options) {
  if (kind == device::DeviceKind::kCpu) return optimize::Integers::kAny;
  return options.precision == Precision::kInt8 ? optimize::Integers::kRuns
                                               : optimize::Integers::kNone;
}

/// The products of nodes that are not kept in float32; returns how many there are.
size_t allow_tf32(Program& program, const std::set<std::string>& keep_float) {
  size_t count = 0;
  for (ProgramStep& step : program.steps) {
    const bool is_kept = std::any_of(step.nodes.begin(), step.nodes.end(),
                                     [&](const auto& node) { return keep_float.count(node) != 0; });
    if (!is_kept && kernels::allow_tf32(step.problem)) ++count;
  }
  return count;
}

}  // namespace

Result<BuildOutcome> compile(const Network& given, device::Device& device,
                             const BuildOptions& wanted, const Clock& clock) {
  const int64_t start_ns = clock.steady_ns();
  // What is timed for layouts is not timed again for tactics.
  TimingCache own_cache;
  BuildOptions options = wanted;
  if (options.timing_cache == nullptr) options.timing_cache = &own_cache;
  BuildOutcome outcome;
  Network network = given;
  if (options.optimize) {
    NIGHTJAR_ASSIGN(outcome.passes, optimize::run_pipeline(network));
    NIGHTJAR_ASSIGN(const auto lines, optimize::run_quantized_passes(
                                          network, integers_of(device.info().kind, options)));
    outcome.passes.insert(outcome.passes.end(), lines.begin(), lines.end());
  }
  const device::DeviceKind kind = device.info().kind;
  NIGHTJAR_TRY(lower_precision(network, options, kind, outcome.passes));
  NIGHTJAR_ASSIGN(const auto symbols, tuning_symbols(network, options));
  std::map<std::string, std::string> layouts;
  const int64_t optimized_ns = clock.steady_ns();
  if (options.optimize) {
    NIGHTJAR_ASSIGN(layouts,
                    lay_out_network(network, {symbols, device, options, clock}, outcome.passes));
    NIGHTJAR_TRY(optimize::remove_dead_code(network));
  }

  NIGHTJAR_ASSIGN(Program program, make_program(network));
  program.layouts = std::move(layouts);
  if (options.precision == Precision::kTf32) {
    const size_t count = allow_tf32(program, options.keep_float);
    outcome.passes.push_back(fmt::format("allow_tf32: {} steps", count));
  }
  if (options.optimize) {
    outcome.passes.push_back(fmt::format("fuse_pointwise: {} steps", fuse_pointwise(program)));
  }
  NIGHTJAR_ASSIGN(const auto choices, choose_tactics(program, symbols, device, options, clock));
  for (size_t i = 0; i < choices.size(); ++i) {
    outcome.steps_from_decisions += choices[i].was_recorded ? 1 : 0;
    for (const CandidateRecord& record : choices[i].candidates) {
      if (record.rejected.empty()) continue;
      outcome.rejected.push_back({program.steps[i].name, record.tactic, record.rejected});
    }
  }
  const int64_t tuned_ns = clock.steady_ns();

  NIGHTJAR_ASSIGN(outcome.plan, assemble_plan(program, choices, device, options, outcome.rejected));
  outcome.bytes = plan::write_plan(outcome.plan);
  outcome.optimize_ns = static_cast<double>(optimized_ns - start_ns);
  outcome.tune_ns = static_cast<double>(tuned_ns - optimized_ns);
  outcome.total_ns = static_cast<double>(clock.steady_ns() - start_ns);
  return outcome;
}

}  // namespace nightjar::build
