// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/lower/rules/attention/attention_parts.h"

#include <limits>

#include "engine/lower/rules/pointwise_lowering.h"
#include "engine/lower/rules/steps.h"
#include "engine/network/shape_rule.h"

namespace nightjar::lower::rules {
namespace {

using tensor::DataType;
using tensor::Dim;
using tensor::Shape;

constexpr size_t kMaskInput = 3;
constexpr size_t kPastKeyInput = 4;
constexpr size_t kLengthsInput = 6;
constexpr size_t kPresentKeyOutput = 1;

/// [B, S, H*D] as [B, H, S, D]; four axes as they are. Heads that stay packed get the extents
/// alone.
Result<Argument> split_heads(Lowering& lowering, size_t index, const char* count_name,
                             bool stays_packed) {
  const Argument given = lowering.input_argument(index);
  const Shape& shape = given.desc.shape;
  if (shape.size() == 4) return given;
  const int64_t heads = lowering.attributes().get_int(count_name, 0);
  if (heads < 1) return invalid_input(std::string("attribute '") + count_name + "' is missing");
  const Dim depth = Dim::floor_div(shape[2], Dim(heads));
  if (stays_packed) return reshaped(given, {shape[0], Dim(heads), shape[1], depth});
  return transposed(lowering, reshaped(given, {shape[0], shape[1], Dim(heads), depth}),
                    {0, 2, 1, 3});
}

/// Whether a kernel can read the heads of queries, keys and values where they are.
bool may_stay_packed(const Lowering& lowering) {
  if (lowering.rank() != 3 || lowering.has_input(kPastKeyInput) ||
      lowering.has_input(kPastKeyInput + 1) || lowering.has_output(kPresentKeyOutput) ||
      lowering.has_output(kPresentKeyOutput + 1)) {
    return false;
  }
  for (const size_t index : {size_t{0}, size_t{1}, size_t{2}}) {
    const auto columns = lowering.input(index).desc.shape.back().constant();
    if (!columns || *columns < 1) return false;
  }
  return true;
}

/// Keys or values with the past in front, in their output where it is wanted.
Argument present(Lowering& lowering, size_t which, const Argument& now) {
  const size_t past_index = kPastKeyInput + which, output = kPresentKeyOutput + which;
  if (!lowering.has_input(past_index)) {
    if (lowering.has_output(output)) {
      add_expression(lowering, expression_of("in0"), {now}, lowering.output_argument(output));
    }
    return now;
  }
  const Argument past = lowering.input_argument(past_index);
  const Shape shape = with_extent(now.desc.shape, 2, past.desc.shape[2] + now.desc.shape[2]);
  const Argument joined = output_or_temporary(lowering, output, now.desc.type, shape);
  add_concat(lowering, 2, {past, now}, joined);
  return joined;
}

Causal causal_kind(const Lowering& lowering) {
  if (lowering.attributes().get_int("is_causal", 0) == 0) return Causal::kNone;
  if (lowering.has_input(kPastKeyInput)) return Causal::kFromPast;
  return lowering.has_input(kLengthsInput) ? Causal::kFromLengths : Causal::kFromStart;
}

/// attn_mask with its last axis as long as the keys: what is missing hides them.
Argument full_mask(Lowering& lowering, const AttentionParts& parts) {
  const Argument& mask = parts.mask;
  const Dim& keys = parts.k.desc.shape[2];
  if (mask.operand.kind == Operand::Kind::kAbsent || mask.desc.shape.back() == keys) return mask;
  const size_t last = mask.desc.shape.size() - 1;
  const bool is_choice = mask.desc.type == DataType::kBool;
  const Argument padded =
      temporary(lowering, mask.desc.type, with_extent(mask.desc.shape, last, keys));
  add_pad(lowering, mask, last, Dim(0), is_choice ? 0 : -std::numeric_limits<double>::infinity(),
          padded);
  return padded;
}

/// An expression that holds where a key may be seen, over operands it appends.
class Condition {
 public:
  explicit Condition(Lowering& lowering) : lowering_(lowering) {}

  std::string operand(const Argument& argument) {
    operands_.push_back(argument);
    return "in" + std::to_string(operands_.size() - 1);
  }
  void require(const std::string& term) {
    text_ = text_.empty() ? term : "and(" + text_ + ", " + term + ")";
  }
  bool empty() const { return text_.empty(); }

  Result<Argument> masking(const Argument& mask) {
    DataType type = DataType::kBool;
    std::string text = text_;
    if (mask.operand.kind != Operand::Kind::kAbsent) {
      type = mask.desc.type;
      const std::string given = operand(mask);
      text = type == DataType::kBool ? "and(" + text + ", " + given + ")"
                                     : "where(" + text + ", " + given + ", -inf)";
    }
    Shape shape;
    for (const Argument& argument : operands_) {
      NIGHTJAR_ASSIGN(shape, network::broadcast(shape, argument.desc.shape));
    }
    return computed(lowering_, text, operands_, type, std::move(shape));
  }

 private:
  Lowering& lowering_;
  std::vector<Argument> operands_;
  std::string text_;
};

}  // namespace

Result<AttentionParts> attention_parts(Lowering& lowering, bool reads_packed) {
  AttentionParts parts;
  parts.is_packed = lowering.rank() == 3;
  parts.stays_packed = reads_packed && may_stay_packed(lowering);
  const bool stays = parts.stays_packed;
  NIGHTJAR_ASSIGN(parts.q, split_heads(lowering, 0, "q_num_heads", stays));
  NIGHTJAR_ASSIGN(const Argument k, split_heads(lowering, 1, "kv_num_heads", stays));
  NIGHTJAR_ASSIGN(const Argument v, split_heads(lowering, 2, "kv_num_heads", stays));
  parts.k = present(lowering, 0, k);
  parts.v = present(lowering, 1, v);
  parts.mask = lowering.input_argument(kMaskInput);
  parts.causal = causal_kind(lowering);
  if (lowering.has_input(kPastKeyInput)) parts.past = lowering.input(kPastKeyInput).desc.shape[2];
  if (lowering.has_input(kLengthsInput)) parts.lengths = lowering.input_argument(kLengthsInput);
  return parts;
}

Result<Argument> composed_mask(Lowering& lowering, const AttentionParts& parts,
                               bool kernel_is_causal) {
  const Argument mask = full_mask(lowering, parts);
  const bool hides_later = parts.causal != Causal::kNone && !kernel_is_causal;
  if (!hides_later && !parts.lengths) return mask;
  Condition condition(lowering);
  const std::string key = condition.operand(counted(lowering, parts.k.desc.shape[2]));
  std::string length;
  if (parts.lengths) {
    const Shape column = {parts.lengths->desc.shape[0], Dim(1), Dim(1), Dim(1)};
    length = condition.operand(reshaped(*parts.lengths, column));
    condition.require("less(" + key + ", " + length + ")");
  }
  if (hides_later) {
    const Dim& queries = parts.q.desc.shape[2];
    std::string last = condition.operand(counted(lowering, queries, 1));
    if (parts.causal == Causal::kFromPast) {
      last = "add(" + last + ", " + condition.operand(extents(lowering, {parts.past})) + ")";
    } else if (parts.causal == Causal::kFromLengths) {
      const std::string count = condition.operand(extents(lowering, {queries}));
      last = "add(" + last + ", sub(" + length + ", " + count + "))";
    }
    condition.require("less_equal(" + key + ", " + last + ")");
  }
  return condition.masking(mask);
}

}  // namespace nightjar::lower::rules
