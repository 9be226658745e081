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

struct NamedPass {
  const char* name;
  Pass pass;
};

/// The order: what is known is folded first, then patterns grow from the inside out.
constexpr std::array<NamedPass, 7> kPasses = {{
    {"fold_constants", fold_constants},
    {"remove_identities", remove_identities},
    {"simplify_transposes", simplify_transposes},
    {"fold_batch_norm", fold_batch_norm},
    {"recognise_activations", recognise_activations},
    {"fuse_conv", fuse_conv},
    {"fuse_gemm", fuse_gemm},
}};

constexpr int kMaxRounds = 16;

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

bool is_live(const Network& network, const network::Op& op) {
  return std::any_of(op.outputs.begin(), op.outputs.end(), [&](TensorId output) {
    return output != network::kAbsent &&
           (network.is_output(output) || !network.consumers(output).empty());
  });
}

}  // namespace

Status remove_dead_code(Network& network) {
  std::vector<OpId> order = network.topological_order();
  std::reverse(order.begin(), order.end());
  for (const OpId id : order) {
    if (!is_live(network, network.op(id))) network.remove_op(id);
  }
  return {};
}

Result<std::vector<std::string>> run_pipeline(Network& network) {
  NIGHTJAR_TRY(remove_dead_code(network));
  std::array<size_t, kPasses.size()> changes{};
  for (int round = 0; round < kMaxRounds; ++round) {
    size_t changed = 0;
    for (size_t i = 0; i < kPasses.size(); ++i) {
      NIGHTJAR_ASSIGN(const size_t count, run_pass(kPasses[i], network));
      changes[i] += count;
      changed += count;
    }
    if (changed == 0) break;
  }
  std::vector<std::string> lines;
  for (size_t i = 0; i < kPasses.size(); ++i) {
    if (changes[i] == 0) continue;
    lines.push_back(std::string(kPasses[i].name) + ": " + std::to_string(changes[i]) + " changes");
  }
  return lines;
}

}  // namespace nightjar::optimize
