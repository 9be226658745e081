// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/builder.h"

#include <algorithm>

#include "engine/build/build_script.h"
#include "engine/build/compile.h"
#include "engine/build/partition.h"
#include "engine/network/network_bytes.h"
#include "engine/network/shape_rule.h"
#include "engine/optimize/pass.h"
#include "engine/plan/strip.h"

namespace nightjar::build {

const char* to_string(Precision precision) {
  switch (precision) {
    case Precision::kFp32:
      return "fp32";
    case Precision::kBf16:
      return "bf16";
    case Precision::kFp16:
      return "fp16";
    case Precision::kInt8:
      return "int8";
    case Precision::kMixed:
      return "mixed";
    case Precision::kTf32:
      return "tf32";
  }
  return "unknown";
}

namespace {

Result<BuildOutcome> compile_or_script(const network::Network& given, device::Device& device,
                                       const BuildOptions& options, const Clock& clock) {
  if (!needs_script(given)) return compile(given, device, options, clock);
  // What was late for lack of a constant may not be so after folding.
  network::Network network = given;
  NIGHTJAR_TRY(optimize::fold_constants(network));
  NIGHTJAR_TRY(network::infer_again(network));
  if (!needs_script(network)) return compile(network, device, options, clock);
  return build_script(network, device, options, clock);
}

/// Whether the device has the arithmetic.
Status check_precision(Precision precision, device::DeviceKind kind) {
  const bool is_cpu = kind == device::DeviceKind::kCpu;
  if (is_cpu && (precision == Precision::kFp16 || precision == Precision::kTf32)) {
    return unsupported(std::string(to_string(precision)) +
                       " is for GPUs: build with bf16 or fp32 for a CPU");
  }
  if (!is_cpu && precision == Precision::kMixed) {
    return unsupported("int8 beside bf16 is for CPUs: build with int8 for a GPU");
  }
  return {};
}

/// Each range is sound and fits the input of its name.
Status check_profiles(const network::Network& network, const BuildOptions& options) {
  for (const plan::Profile& profile : options.profiles) {
    NIGHTJAR_TRY(plan::check_profile(profile));
    for (const auto& [name, range] : profile.inputs) {
      const auto& inputs = network.inputs();
      const auto input = std::find_if(inputs.begin(), inputs.end(), [&](network::TensorId id) {
        return network.tensor(id).name == name;
      });
      if (input == inputs.end()) {
        return not_found("a profile names input '" + name + "', which the model does not have");
      }
      for (const tensor::Dims* dims : {&range.min, &range.opt, &range.max}) {
        tensor::SymbolValues symbols;
        const Status bound = bind_symbols(network.tensor(*input).desc.shape, *dims, symbols);
        if (!bound.ok()) return bound.error().in("profile of input '" + name + "'");
      }
    }
  }
  return {};
}

/// What is kept or left out beside the choices. Most plans are as they were written already.
void finish(const network::Network& network, const BuildOptions& options, BuildOutcome& outcome) {
  const bool is_as_written = options.optimize && options.profiles.empty() &&
                             !options.embed_network && !options.strip_weights;
  if (is_as_written) return;
  outcome.plan.is_optimized = options.optimize;
  outcome.plan.profiles = options.profiles;
  if (options.embed_network) {
    ByteWriter bytes;
    network::write(network, bytes);
    outcome.plan.network = bytes.take();
  }
  if (options.strip_weights) outcome.plan = plan::strip_weights(std::move(outcome.plan));
  outcome.bytes = plan::write_plan(outcome.plan);
}

}  // namespace

Result<BuildOutcome> build_plan(const network::Network& network, device::Device& device,
                                const BuildOptions& given, const Clock& clock) {
  const int64_t start_ns = clock.steady_ns();
  NIGHTJAR_TRY(check_precision(given.precision, device.info().kind));
  NIGHTJAR_TRY(check_profiles(network, given));
  BuildOptions options = given;
  if (!options.profiles.empty()) {
    for (const auto& [name, range] : options.profiles.front().inputs) {
      options.tuning_shapes.try_emplace(name, range.opt);
    }
  }
  NIGHTJAR_ASSIGN(auto outcome, compile_or_script(network, device, options, clock));
  finish(network, options, outcome);
  outcome.total_ns = static_cast<double>(clock.steady_ns() - start_ns);
  return outcome;
}

}  // namespace nightjar::build
