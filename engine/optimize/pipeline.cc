// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/pipeline.h"

#include <algorithm>
#include <array>

#include "engine/network/verify.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::OpId;
using network::TensorId;

/// A stage begins when those before it find nothing more, and they go on beside it: patterns are
/// looked for in a network that has been cleaned up, and before fused ops hide them.
enum class Stage { kClean, kRecognise, kFuse };

struct NamedPass {
  Stage stage;
  const char* name;
  Pass pass;
};

/// The order: what is known is folded first, then patterns grow from the inside out.
constexpr auto kPasses = std::to_array<NamedPass>({
    {Stage::kClean, "fold_constants", fold_constants},
    {Stage::kClean, "remove_identities", remove_identities},
    {Stage::kClean, "simplify_transposes", simplify_transposes},
    {Stage::kClean, "simplify_reshapes", simplify_reshapes},
    {Stage::kClean, "simplify_arithmetic", simplify_arithmetic},
    {Stage::kClean, "join_transposes", join_transposes},
    {Stage::kClean, "merge_duplicates", merge_duplicates},
    {Stage::kClean, "nest_concats", nest_concats},
    {Stage::kRecognise, "fold_pad", fold_pad},
    {Stage::kRecognise, "fold_batch_norm", fold_batch_norm},
    {Stage::kRecognise, "recognise_activations", recognise_activations},
    {Stage::kRecognise, "recognise_hard_swish", recognise_hard_swish},
    {Stage::kRecognise, "recognise_norms", recognise_norms},
    {Stage::kRecognise, "recognise_attention", recognise_attention},
    {Stage::kFuse, "spell_batch_norm", spell_batch_norm},
    {Stage::kFuse, "fuse_conv", fuse_conv},
    {Stage::kFuse, "fuse_gemm", fuse_gemm},
    {Stage::kFuse, "merge_projections", merge_projections},
});

constexpr int kMaxRounds = 16;

using Changes = std::array<size_t, kPasses.size()>;

/// Runs one pass on a copy, so that a network that does not verify is never kept.
Result<size_t> run_pass(const NamedPass& named, Network& network) {
  Network changed = network;
  auto count = named.pass(changed);
  if (!count.ok()) return count.error().in(std::string("pass ") + named.name);
  if (*count == 0) return count;
  NIGHTJAR_TRY(remove_dead_code(changed));
  const Status verified = network::verify(changed);
  if (!verified.ok()) return verified.error().in(std::string("after pass ") + named.name);
  network = std::move(changed);
  return count;
}

/// Runs the passes up to `stage` until none of them finds anything more.
Status run_stage(Stage stage, Network& network, Changes& changes) {
  for (int round = 0; round < kMaxRounds; ++round) {
    size_t changed = 0;
    for (size_t i = 0; i < kPasses.size(); ++i) {
      if (kPasses[i].stage > stage) continue;
      NIGHTJAR_ASSIGN(const size_t count, run_pass(kPasses[i], network));
      changes[i] += count;
      changed += count;
    }
    if (changed == 0) break;
  }
  return {};
}

}  // namespace

Status remove_dead_code(Network& network) {
  std::vector<bool> is_read(network.tensor_count(), false);
  for (const TensorId output : network.outputs()) is_read[static_cast<size_t>(output)] = true;
  const std::vector<OpId> order = network.topological_order();
  for (auto id = order.rbegin(); id != order.rend(); ++id) {
    const network::Op& op = network.op(*id);
    const bool is_live = std::any_of(op.outputs.begin(), op.outputs.end(), [&](TensorId output) {
      return output != network::kAbsent && is_read[static_cast<size_t>(output)];
    });
    if (!is_live) {
      network.remove_op(*id);
      continue;
    }
    for (const TensorId input : op.inputs) {
      if (input != network::kAbsent) is_read[static_cast<size_t>(input)] = true;
    }
  }
  return {};
}

std::vector<std::string> pass_names() {
  std::vector<std::string> names;
  for (const NamedPass& pass : kPasses) names.emplace_back(pass.name);
  return names;
}

Result<std::vector<std::string>> run_pipeline(Network& network) {
  NIGHTJAR_TRY(remove_dead_code(network));
  Changes changes{};
  for (const Stage stage : {Stage::kClean, Stage::kRecognise, Stage::kFuse}) {
    NIGHTJAR_TRY(run_stage(stage, network, changes));
  }
  std::vector<std::string> lines;
  for (size_t i = 0; i < kPasses.size(); ++i) {
    if (changes[i] == 0) continue;
    lines.push_back(std::string(kPasses[i].name) + ": " + std::to_string(changes[i]) + " changes");
  }
  return lines;
}

}  // namespace nightjar::optimize
