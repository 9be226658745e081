// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A plan in memory: steps, tensors and weights, and where it may run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/plan/profile.h"
#include "engine/tensor/tensor_desc.h"

namespace nightjar::plan {

using TensorIndex = int32_t;
inline constexpr TensorIndex kAbsent = -1;

enum class TensorRole : uint8_t { kInput, kOutput, kActivation, kConstant };

/// A run of bytes in the plan's weights section, aligned to 64.
struct WeightSpan {
  uint64_t offset = 0;
  uint64_t byte_count = 0;

  bool operator==(const WeightSpan&) const = default;
};

struct PlanTensor {
  std::string name;
  tensor::TensorDesc desc;
  TensorRole role = TensorRole::kActivation;
  TensorIndex alias_of = kAbsent;  ///< Shares the bytes of an earlier tensor under another shape.
  WeightSpan weights;              ///< For constants.

  bool operator==(const PlanTensor&) const = default;
};

/// One kernel launch.
struct PlanStep {
  std::string name;  ///< Unique; usually the first ONNX node's name.
  std::string tactic, config;
  std::vector<std::byte> problem;  ///< kernels::Problem, serialised.
  WeightSpan blob;
  std::vector<TensorIndex> inputs, outputs;  ///< kAbsent for absent or packed operands.
  std::vector<std::string> nodes;            ///< ONNX nodes it came from.
  std::string operation;                     ///< For people: "Conv+Relu".
  double tuned_ns = 0;                       ///< Median when it was chosen; 0 when never timed.

  bool operator==(const PlanStep&) const = default;
};

/// Where a plan was made, and where alone it may run.
struct Fingerprint {
  std::string device_class;
  std::map<std::string, std::string> libraries;

  bool operator==(const Fingerprint&) const = default;
};

struct Plan {
  bool is_scripted() const { return !script.empty(); }

  std::string model_name, precision;
  Fingerprint fingerprint;
  std::vector<PlanTensor> tensors;
  std::vector<PlanStep> steps;
  std::vector<TensorIndex> inputs, outputs;  ///< In the model's order.
  std::vector<std::string> output_names;
  std::string decisions_json;
  /// A network whose ops run one after another because values decide shapes; empty when all was
  /// compiled. Then `steps` only name its ops, in their order, and tensors are inputs and outputs.
  std::vector<std::byte> script;
  /// Plans of what the script compiled ahead, by number.
  std::vector<Plan> parts;
  std::vector<Profile> profiles;  ///< Extents it promises to run; none: any.
  bool is_optimized = true;       ///< Whether the passes ran, for whoever builds it again.
  /// The network it was built from, serialised, so that it can be built again for another place;
  /// empty when it was not asked for.
  std::vector<std::byte> network;
  bool is_stripped = false;   ///< Weights were left out; it runs once they are refitted.
  uint64_t weight_bytes = 0;  ///< How many weights had, when they were left out.
  /// Weights and blobs. Owned here when built, or a view into a loaded file kept by `storage`.
  std::span<const std::byte> weights;
  /// Runs of the weights that kernels read, and check, for other extents than the likely ones
  /// alone; in order, and apart. Loading neither reads nor checks them.
  std::vector<WeightSpan> spare;
  std::shared_ptr<const void> storage;
};

/// Deterministic: equal plans give equal bytes.
std::vector<std::byte> write_plan(const Plan& plan);
/// `storage` keeps `bytes` alive. Refuses foreign, truncated or damaged bytes with one sentence.
Result<Plan> read_plan(std::span<const std::byte> bytes, std::shared_ptr<const void> storage);
/// Maps the file and reads it.
Result<Plan> load_plan_file(const std::string& path);
Status save_plan_file(const std::string& path, std::span<const std::byte> bytes);

}  // namespace nightjar::plan
