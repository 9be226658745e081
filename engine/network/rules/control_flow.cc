// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// If, Loop and Scan: what their bodies give, as far as it does not depend on how often they run.
#include <algorithm>
#include <set>

#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

OutputFacts undescribed(ValueKind kind = ValueKind::kTensor) {
  OutputFacts facts;
  facts.kind = kind;
  facts.described = false;
  return facts;
}

Result<const Network*> body_of(const RuleInput& in, const char* name, size_t least_outputs) {
  const auto found = in.op.graphs.find(name);
  if (found == in.op.graphs.end()) return invalid_input(std::string("has no graph '") + name + "'");
  if (found->second->outputs().size() >= least_outputs) return found->second.get();
  return invalid_input(std::string("the graph '") + name + "' has " +
                       std::to_string(found->second->outputs().size()) + " outputs, at least " +
                       std::to_string(least_outputs) + " are wanted");
}

const Tensor& output_of(const Network& body, size_t index) {
  return body.tensor(body.outputs()[index]);
}

/// What two values have in common: extents that are equal constants stay, others become fresh.
/// `number` keeps the fresh symbols of one op apart.
OutputFacts in_common(const RuleInput& in, size_t number, const TensorDesc& a,
                      const TensorDesc& b) {
  if (a.type != b.type || a.shape.size() != b.shape.size()) return undescribed();
  OutputFacts facts;
  facts.desc.type = a.type;
  for (size_t axis = 0; axis < a.shape.size(); ++axis) {
    const bool is_same = a.shape[axis].constant() && a.shape[axis] == b.shape[axis];
    facts.desc.shape.push_back(is_same ? a.shape[axis] : unknown_extent(in, number * 64 + axis));
  }
  return facts;
}

Outputs infer_if(const RuleInput& in) {
  if (in.inputs.empty()) return invalid_input("has no condition");
  NIGHTJAR_ASSIGN(const Network* yes, body_of(in, "then_branch", in.output_count));
  NIGHTJAR_ASSIGN(const Network* no, body_of(in, "else_branch", in.output_count));
  std::vector<OutputFacts> outputs;
  for (size_t i = 0; i < in.output_count; ++i) {
    const Tensor &a = output_of(*yes, i), &b = output_of(*no, i);
    if (a.kind != b.kind) {
      outputs.push_back(undescribed(ValueKind::kOptional));
    } else if (a.is_plain() && b.is_plain()) {
      outputs.push_back(in_common(in, i, a.desc, b.desc));
    } else {
      outputs.push_back(undescribed(a.kind));
    }
  }
  return outputs;
}

/// A value carried from one round to the next, which may also come out as it went in.
OutputFacts carried(const RuleInput& in, size_t number, const InputFacts& first,
                    const Tensor& next) {
  const bool is_plain = first.kind == ValueKind::kTensor && first.described && next.is_plain();
  return is_plain ? in_common(in, number, first.desc, next.desc) : undescribed(next.kind);
}

/// The pieces that all rounds gave, stacked along `axis`.
OutputFacts stacked(const RuleInput& in, size_t number, const Tensor& piece, int64_t axis) {
  if (!piece.is_plain()) return undescribed();
  OutputFacts facts = in_common(in, number, piece.desc, piece.desc);
  const auto rank = static_cast<int64_t>(piece.desc.shape.size()) + 1;
  if (axis < -rank || axis >= rank) return undescribed();
  const int64_t place = axis < 0 ? axis + rank : axis;
  facts.desc.shape.insert(facts.desc.shape.begin() + place, unknown_extent(in, number * 64 + 63));
  return facts;
}

Outputs infer_loop(const RuleInput& in) {
  NIGHTJAR_ASSIGN(const Network* body, body_of(in, "body", 1));
  const auto captures = in.op.attributes.get_ints("captures", {0});
  const auto captured = static_cast<size_t>(captures.empty() ? 0 : captures[0]);
  if (in.inputs.size() < 2 + captured) {
    return invalid_input("has fewer than two inputs");
  }
  const size_t carried_count = in.inputs.size() - 2 - captured;
  if (body->inputs().size() != carried_count + 2 + captured ||
      body->outputs().size() < carried_count + 1) {
    return invalid_input("its body does not fit the " + std::to_string(carried_count) +
                         " values that are carried on");
  }
  std::vector<OutputFacts> outputs;
  for (size_t i = 0; i + 1 < body->outputs().size(); ++i) {
    const Tensor& next = output_of(*body, i + 1);
    outputs.push_back(i < carried_count ? carried(in, i, in.inputs[i + 2], next)
                                        : stacked(in, i, next, 0));
  }
  return outputs;
}

Outputs infer_scan(const RuleInput& in) {
  NIGHTJAR_ASSIGN(const Network* body, body_of(in, "body", 1));
  const auto captures = in.op.attributes.get_ints("captures", {0});
  const auto captured = static_cast<size_t>(captures.empty() ? 0 : captures[0]);
  const auto scanned = in.op.attributes.get_int("num_scan_inputs", 0);
  const auto formal = static_cast<int64_t>(in.inputs.size() - captured);
  if (scanned < 1 || scanned > formal || body->inputs().size() != in.inputs.size()) {
    return invalid_input("its body does not fit its " + std::to_string(formal) + " inputs");
  }
  const auto states = static_cast<size_t>(formal - scanned);
  if (body->outputs().size() < states) return invalid_input("its body gives too few states");
  const auto axes = in.op.attributes.get_ints("scan_output_axes");
  std::vector<OutputFacts> outputs;
  for (size_t i = 0; i < body->outputs().size(); ++i) {
    const Tensor& next = output_of(*body, i);
    const int64_t axis = i >= states && i - states < axes.size() ? axes[i - states] : 0;
    outputs.push_back(i < states ? carried(in, i, in.inputs[i], next) : stacked(in, i, next, axis));
  }
  return outputs;
}

}  // namespace

bool takes_undescribed_values(const Op& op) {
  static const std::set<std::string, std::less<>> kTypes = {"ConcatFromSequence",
                                                            "Identity",
                                                            "If",
                                                            "Loop",
                                                            "Optional",
                                                            "OptionalGetElement",
                                                            "OptionalHasElement",
                                                            "Scan",
                                                            "SequenceAt",
                                                            "SequenceConstruct",
                                                            "SequenceErase",
                                                            "SequenceInsert",
                                                            "SequenceLength",
                                                            "SequenceMap",
                                                            "SplitToSequence"};
  return op.domain.empty() && kTypes.contains(op.type);
}

void add_control_flow_rules(RuleTable& table) {
  table["If"] = infer_if;
  table["Loop"] = infer_loop;
  table["Scan"] = infer_scan;
}

}  // namespace nightjar::network::rules
