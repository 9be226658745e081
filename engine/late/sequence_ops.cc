// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/late/sequence_ops.h"

#include <map>
#include <string_view>

#include "engine/late/pieces.h"
#include "engine/network/shape_rule.h"

namespace nightjar::late {
namespace {

using network::Op;
using tensor::DataType;
using tensor::HostTensor;
using tensor::Value;
using Inputs = std::span<const Value>;

bool given(Inputs inputs, size_t index) {
  return index < inputs.size() && inputs[index].kind != Value::Kind::kNothing;
}

Result<const std::vector<Value>*> sequence_at(Inputs inputs, size_t index) {
  if (given(inputs, index) && inputs[index].is_sequence()) return &inputs[index].sequence;
  return invalid_input("input " + std::to_string(index) + " is no sequence");
}

Result<const HostTensor*> tensor_at(Inputs inputs, size_t index) {
  if (given(inputs, index) && inputs[index].is_tensor()) return &inputs[index].tensor;
  return invalid_input("input " + std::to_string(index) + " is no tensor");
}

/// A position in a sequence, counted from the end when negative, below `limit`.
Result<size_t> position(Inputs inputs, size_t index, size_t length, size_t limit) {
  NIGHTJAR_ASSIGN(const HostTensor* given_at, tensor_at(inputs, index));
  if (given_at->count() != 1) return invalid_input("a position is one number");
  const int64_t at = given_at->integer_at(0), size = static_cast<int64_t>(length);
  const int64_t wrapped = at < 0 ? at + size : at;
  if (wrapped >= 0 && wrapped < static_cast<int64_t>(limit)) return static_cast<size_t>(wrapped);
  return invalid_input("position " + std::to_string(at) + " is outside of a sequence of " +
                       std::to_string(length));
}

Result<Value> construct(const Op&, Inputs inputs) {
  DataType type = DataType::kUndefined;
  if (!inputs.empty() && inputs[0].is_tensor()) type = inputs[0].tensor.type();
  return Value::of_sequence({inputs.begin(), inputs.end()}, type);
}

Result<Value> make_empty(const Op& op, Inputs) {
  const auto type = tensor::data_type_from_onnx(
      static_cast<int32_t>(op.attributes.get_int("dtype", static_cast<int>(DataType::kFloat32))));
  if (!type) return invalid_input("attribute 'dtype' names no type");
  return Value::of_sequence({}, *type);
}

Result<Value> insert(const Op&, Inputs inputs) {
  NIGHTJAR_ASSIGN(const auto* elements, sequence_at(inputs, 0));
  if (!given(inputs, 1)) return invalid_input("nothing is given to insert");
  size_t at = elements->size();
  if (given(inputs, 2)) {
    NIGHTJAR_ASSIGN(at, position(inputs, 2, elements->size(), elements->size() + 1));
  }
  Value longer = inputs[0];
  longer.sequence.insert(longer.sequence.begin() + static_cast<std::ptrdiff_t>(at), inputs[1]);
  if (inputs[1].is_tensor()) longer.element_type = inputs[1].tensor.type();
  return longer;
}

Result<Value> erase(const Op&, Inputs inputs) {
  NIGHTJAR_ASSIGN(const auto* elements, sequence_at(inputs, 0));
  if (elements->empty()) return invalid_input("nothing can be erased from an empty sequence");
  size_t at = elements->size() - 1;
  if (given(inputs, 1)) {
    NIGHTJAR_ASSIGN(at, position(inputs, 1, elements->size(), elements->size()));
  }
  Value shorter = inputs[0];
  shorter.sequence.erase(shorter.sequence.begin() + static_cast<std::ptrdiff_t>(at));
  return shorter;
}

Result<Value> element_at(const Op&, Inputs inputs) {
  NIGHTJAR_ASSIGN(const auto* elements, sequence_at(inputs, 0));
  NIGHTJAR_ASSIGN(const size_t at, position(inputs, 1, elements->size(), elements->size()));
  return (*elements)[at];
}

Result<Value> length(const Op&, Inputs inputs) {
  NIGHTJAR_ASSIGN(const auto* elements, sequence_at(inputs, 0));
  return Value(HostTensor::of_int64({}, {static_cast<int64_t>(elements->size())}));
}

Result<Value> concatenate(const Op& op, Inputs inputs) {
  NIGHTJAR_ASSIGN(const auto* elements, sequence_at(inputs, 0));
  if (elements->empty()) return invalid_input("an empty sequence has no type to be joined in");
  std::vector<HostTensor> pieces;
  for (const Value& element : *elements) {
    if (!element.is_tensor()) return invalid_input("an element of the sequence is no tensor");
    pieces.push_back(element.tensor);
  }
  const bool is_new = op.attributes.get_int("new_axis", 0) != 0;
  const size_t rank = pieces[0].dims().size() + (is_new ? 1 : 0);
  NIGHTJAR_ASSIGN(const int axis, network::normalize_axis(op.attributes.get_int("axis", 0), rank));
  NIGHTJAR_ASSIGN(HostTensor whole, is_new ? stack(pieces, static_cast<size_t>(axis))
                                           : join(pieces, static_cast<size_t>(axis)));
  return Value(std::move(whole));
}

/// Lengths of the parts: one number for all of them (the last may be shorter), or one a part.
Result<std::vector<int64_t>> part_lengths(Inputs inputs, int64_t extent) {
  if (!given(inputs, 1)) return std::vector<int64_t>(static_cast<size_t>(extent), 1);
  NIGHTJAR_ASSIGN(const HostTensor* split, tensor_at(inputs, 1));
  std::vector<int64_t> lengths = split->to_integers();
  if (split->dims().empty()) {
    if (lengths[0] < 1) return invalid_input("parts must have at least one element");
    const int64_t each = lengths[0];
    lengths.clear();
    for (int64_t begin = 0; begin < extent; begin += each) {
      lengths.push_back(std::min(each, extent - begin));
    }
  }
  int64_t total = 0;
  for (const int64_t part : lengths) {
    if (part < 0 || part > extent - total) return invalid_input("the parts do not fit the axis");
    total += part;
  }
  if (total != extent) return invalid_input("the parts do not fill the axis");
  return lengths;
}

Result<Value> split(const Op& op, Inputs inputs) {
  NIGHTJAR_ASSIGN(const HostTensor* whole, tensor_at(inputs, 0));
  NIGHTJAR_ASSIGN(const int wrapped,
                  network::normalize_axis(op.attributes.get_int("axis", 0), whole->dims().size()));
  const auto axis = static_cast<size_t>(wrapped);
  NIGHTJAR_ASSIGN(const auto lengths, part_lengths(inputs, whole->dims()[axis]));
  const bool drops_axis = !given(inputs, 1) && op.attributes.get_int("keepdims", 1) == 0;
  std::vector<Value> parts;
  int64_t begin = 0;
  for (const int64_t part : lengths) {
    HostTensor piece = cut(*whole, axis, begin, part);
    parts.emplace_back(drops_axis ? without_axis(piece, axis) : std::move(piece));
    begin += part;
  }
  return Value::of_sequence(std::move(parts), whole->type());
}

Result<Value> pass_on(const Op&, Inputs inputs) { return inputs.empty() ? Value() : inputs[0]; }

Result<Value> has_element(const Op&, Inputs inputs) {
  HostTensor flag(DataType::kBool, {});
  flag.set_integer(0, given(inputs, 0) ? 1 : 0);
  return Value(std::move(flag));
}

Result<Value> get_element(const Op&, Inputs inputs) {
  if (given(inputs, 0)) return inputs[0];
  return invalid_input("the optional is empty");
}

using SequenceFunction = Result<Value> (*)(const Op&, Inputs);

const std::map<std::string_view, SequenceFunction>& sequence_table() {
  static const std::map<std::string_view, SequenceFunction> table = {
      {"ConcatFromSequence", concatenate}, {"Optional", pass_on},
      {"OptionalGetElement", get_element}, {"OptionalHasElement", has_element},
      {"SequenceAt", element_at},          {"SequenceConstruct", construct},
      {"SequenceEmpty", make_empty},       {"SequenceErase", erase},
      {"SequenceInsert", insert},          {"SequenceLength", length},
      {"SplitToSequence", split},
  };
  return table;
}

}  // namespace

bool is_sequence_op(const Op& op) {
  return op.domain.empty() && sequence_table().contains(op.type);
}

Result<std::vector<Value>> run_sequence_op(const Op& op, Inputs inputs) {
  auto answer = sequence_table().at(op.type)(op, inputs);
  if (!answer.ok()) return answer.error().in("node '" + op.name + "' (" + op.type + ")");
  return std::vector<Value>{std::move(*answer)};
}

}  // namespace nightjar::late
