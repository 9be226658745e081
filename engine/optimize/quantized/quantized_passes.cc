// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/quantized/quantized_passes.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/network/verify.h"
#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"
#include "engine/optimize/pipeline.h"

namespace nightjar::optimize {
namespace {

using network::Network;

bool has_quantization(const Network& network) {
  const auto order = network.topological_order();
  return std::any_of(order.begin(), order.end(), [&](network::OpId id) {
    return is_type(network.op(id),
                   {"QuantizeLinear", "DequantizeLinear", "QLinearConv", "QLinearMatMul"});
  });
}

template <typename RunPass>
Status run(const char* name, const RunPass& pass, Network& network,
           std::vector<std::string>& lines) {
  auto count = pass(network);
  if (!count.ok()) return count.error().in(std::string("pass ") + name);
  if (*count == 0) return {};
  NIGHTJAR_TRY(remove_dead_code(network));
  const Status verified = network::verify(network);
  if (!verified.ok()) return verified.error().in(std::string("after pass ") + name);
  lines.push_back(fmt::format("{}: {} changes", name, *count));
  return {};
}

}  // namespace

Result<std::vector<std::string>> run_quantized_passes(Network& network, Integers integers) {
  std::vector<std::string> lines;
  if (!has_quantization(network)) return lines;
  if (integers != Integers::kNone) {
    NIGHTJAR_TRY(run("open_integer_ops", open_integer_ops, network, lines));
    NIGHTJAR_TRY(run("move_quantization", move_quantization, network, lines));
    const auto fuse = [=](Network& changed) { return fuse_quantized(changed, integers); };
    NIGHTJAR_TRY(run("fuse_quantized", fuse, network, lines));
  }
  if (integers == Integers::kRuns) {
    NIGHTJAR_TRY(run("quantize_behind_pools", quantize_behind_pools, network, lines));
  }
  if (integers == Integers::kAny) {
    NIGHTJAR_TRY(run("fuse_quantized_mean", fuse_quantized_mean, network, lines));
  }
  const size_t before = lines.size();
  NIGHTJAR_TRY(run("fold_quantized_weights", fold_quantized_weights, network, lines));
  if (lines.size() == before) return lines;
  // Constant weights again: what floats fuse into them could not before.
  NIGHTJAR_ASSIGN(const auto later, run_pipeline(network));
  lines.insert(lines.end(), later.begin(), later.end());
  return lines;
}

}  // namespace nightjar::optimize
