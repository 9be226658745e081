// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Sequences and optionals. Their elements may differ in shape, so that little is known of them.
#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

OutputFacts undescribed(ValueKind kind) {
  OutputFacts facts;
  facts.kind = kind;
  facts.described = false;
  return facts;
}

Outputs give_sequence(const RuleInput&) { return std::vector{undescribed(ValueKind::kSequence)}; }
Outputs give_tensor(const RuleInput&) { return std::vector{undescribed(ValueKind::kTensor)}; }

Outputs give_optional(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 0, 1));
  return std::vector{undescribed(ValueKind::kOptional)};
}

/// An optional holds a tensor or a sequence; of a plain value it is known which.
Outputs give_element(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  const InputFacts& held = in.inputs[0];
  if (held.kind == ValueKind::kTensor && held.described) return same_as(in, 0);
  return std::vector{undescribed(held.kind)};
}

Outputs give_flag(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 0, 1));
  return one_output(DataType::kBool, {});
}

Outputs give_length(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  return one_output(DataType::kInt64, {});
}

Outputs infer_map(const RuleInput& in) {
  return std::vector<OutputFacts>(in.output_count, undescribed(ValueKind::kSequence));
}

}  // namespace

void add_sequence_rules(RuleTable& table) {
  for (const char* type : {"SequenceConstruct", "SequenceEmpty", "SequenceInsert", "SequenceErase",
                           "SplitToSequence"}) {
    table[type] = give_sequence;
  }
  table["SequenceAt"] = give_tensor;
  table["ConcatFromSequence"] = give_tensor;
  table["SequenceLength"] = give_length;
  table["SequenceMap"] = infer_map;
  table["Optional"] = give_optional;
  table["OptionalHasElement"] = give_flag;
  table["OptionalGetElement"] = give_element;
}

}  // namespace nightjar::network::rules
