// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/inspect/placement.h"

#include <set>

#include "engine/late/late_op.h"
#include "engine/late/sequence_ops.h"
#include "engine/lower/lower.h"
#include "kernels/host/host_op.h"

namespace nightjar::cli {
namespace {

using network::Network;
using network::Op;
using network::TensorId;

/// "gemm, pointwise": each family once, in the order of the steps.
std::string families_of(const lower::LoweredOp& lowered) {
  std::set<std::string> seen;
  std::string text;
  for (const lower::Step& step : lowered.steps) {
    if (!seen.insert(step.problem.family).second) continue;
    text += (text.empty() ? "" : ", ") + step.problem.family;
  }
  return text;
}

/// The first input that only running the model describes, or nullptr.
const network::Tensor* open_input(const Network& network, const Op& op) {
  for (const TensorId id : op.inputs) {
    if (id != network::kAbsent && !network.tensor(id).is_plain()) return &network.tensor(id);
  }
  return nullptr;
}

std::string why_late(const Network& network, const Op& op) {
  if (const network::Tensor* input = open_input(network, op)) {
    return "the shape of its input '" + input->name + "' is known only then";
  }
  for (const size_t index : late::parameter_inputs(op)) {
    if (index >= op.inputs.size() || op.inputs[index] == network::kAbsent) continue;
    const network::Tensor& input = network.tensor(op.inputs[index]);
    if (!input.constant) return "its input '" + input.name + "' is computed, not constant";
  }
  return "extents of its outputs follow from values";
}

}  // namespace

const char* to_string(Place place) {
  switch (place) {
    case Place::kCompiled:
      return "compiled";
    case Place::kNothing:
      return "nothing";
    case Place::kWhileRunning:
      return "while running";
    case Place::kHost:
      return "host";
    case Place::kSequence:
      return "sequence";
    case Place::kBodies:
      return "bodies";
    case Place::kNowhere:
      return "not supported";
  }
  return "unknown";
}

Placement placement_of(const Network& network, const Op& op) {
  if (!op.graphs.empty()) return {Place::kBodies, "values decide which of them runs how often"};
  if (kernels::find_host_op(op.domain, op.type) != nullptr) {
    return {Place::kHost, "values decide its extents, or it handles strings"};
  }
  if (late::is_sequence_op(op)) return {Place::kSequence, "moved, not computed"};
  if (late::is_late(network, op)) return {Place::kWhileRunning, why_late(network, op)};
  const auto lowered = lower::lower_op(network, op);
  if (!lowered.ok()) return {Place::kNowhere, lowered.error().message};
  if (lowered->is_alias) return {Place::kNothing, "its output is its input"};
  if (lowered->steps.empty()) return {Place::kNothing, "its output is known beforehand"};
  return {Place::kCompiled, families_of(*lowered)};
}

std::string operator_name(const Op& op) {
  return op.domain.empty() ? op.type : op.domain + "::" + op.type;
}

}  // namespace nightjar::cli
