// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Network to plan: optimise, lower, verify, time, choose.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/device/device.h"
#include "engine/network/network.h"
#include "engine/plan/plan.h"

namespace nightjar::kernels {
class Tactic;
}

namespace nightjar::build {

class TimingCache;  // records/timing_cache.h

/// What the arithmetic of heavy layers may use. Inputs and outputs keep the model's types.
/// kTf32 lets a GPU round the operands of float32 products. kInt8 says that the network is
/// quantised: its QuantizeLinear ops decide, the rest is float32, and float16 on a GPU; kMixed that
/// the rest is bfloat16.
enum class Precision : uint8_t { kFp32, kBf16, kFp16, kInt8, kMixed, kTf32 };
const char* to_string(Precision precision);  ///< fp32, bf16, fp16, int8, mixed, tf32

struct BuildOptions {
  std::string model_name;
  Precision precision = Precision::kFp32;
  std::set<std::string> keep_float;  ///< ONNX nodes that stay float32 where others are rounded.
  /// The batch tactics are timed with, when the model's is symbolic; other symbols get it too.
  int64_t tuning_batch = 1;
  std::map<std::string, tensor::Dims> tuning_shapes;  ///< By input; overrides tuning_batch.
  std::vector<std::string> allowed_sources;           ///< Empty: all. "plain" always works.
  std::vector<std::string> forbidden_sources;         ///< Even where allowed; never plain.
  /// Beside the program's own; whoever loads the plan needs them too. They outlive it.
  std::vector<const kernels::Tactic*> user_tactics;
  /// How much is spent on choosing: 0 nothing, the first tactic that is right; 5 the most.
  int level = 3;
  uint64_t max_workspace_bytes = 0;  ///< Tactics that want more are refused; 0: no limit.
  int64_t tuning_budget_ns = 60'000'000'000;
  /// Contests held before are not held again, and new ones are put in; nullptr: none. Outlives the
  /// build, which alone uses it meanwhile.
  TimingCache* timing_cache = nullptr;
  /// Decisions of an earlier build, as text: steps found in it are not tuned again, and a whole
  /// plan comes out byte for byte as it was. Empty: tune everything.
  std::string decisions_json;
  bool optimize = true;
  /// Extents the plan promises to run; tactics are tuned for the first one's `opt`, unless
  /// tuning_shapes says otherwise. None: any.
  std::vector<plan::Profile> profiles;
  bool embed_network = false;  ///< Keep the network in the plan, so that it can be built again.
  bool strip_weights = false;  ///< Leave weights out; refit_plan puts them in again.
  uint64_t seed = 1;           ///< Of the data tactics are verified with.
  /// (done, total, what); returning false cancels the build.
  std::function<bool(size_t, size_t, const std::string&)> progress;
};

/// A tactic that was tried and not trusted, or failed.
struct RejectedTactic {
  std::string step, tactic, reason;
};

struct BuildOutcome {
  plan::Plan plan;
  std::vector<std::byte> bytes;  ///< The plan as written; what is measured is loaded from it.
  std::vector<RejectedTactic> rejected;
  size_t steps_from_decisions = 0;
  std::vector<std::string> passes;  ///< "conv_bn_folding: 53 changes"
  double optimize_ns = 0, tune_ns = 0, total_ns = 0;
};

/// Builds a plan for `device`. Never fails for lack of a fast kernel. Errors name the node.
Result<BuildOutcome> build_plan(const network::Network& network, device::Device& device,
                                const BuildOptions& options, const Clock& clock);

}  // namespace nightjar::build
