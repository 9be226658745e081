// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/late/sequence_ops.h"

#include <gtest/gtest.h>

namespace nightjar::late {
namespace {

using network::Op;
using tensor::DataType;
using tensor::HostTensor;
using tensor::Value;

Op op_of(const std::string& type, tensor::Attributes attributes = {}) {
  Op op;
  op.type = type;
  op.name = "it";
  op.attributes = std::move(attributes);
  return op;
}

Value number(int64_t value) { return Value(HostTensor::of_int64({}, {value})); }

Value sequence_of(const std::vector<int64_t>& values) {
  std::vector<Value> elements;
  for (const int64_t value : values) elements.push_back(number(value));
  return Value::of_sequence(std::move(elements), DataType::kInt64);
}

std::vector<int64_t> integers(const Value& sequence) {
  std::vector<int64_t> values;
  for (const Value& element : sequence.sequence) values.push_back(element.tensor.integer_at(0));
  return values;
}

Value answer(const Op& op, const std::vector<Value>& inputs) {
  auto outputs = run_sequence_op(op, inputs);
  EXPECT_TRUE(outputs.ok()) << outputs.error().message;
  return outputs.ok() ? outputs->at(0) : Value();
}

TEST(SequenceOps, ElementsGoInAndOutAtEitherEnd) {
  const Value three = sequence_of({5, 6, 7});
  EXPECT_EQ(integers(answer(op_of("SequenceInsert"), {three, number(8)})),
            (std::vector<int64_t>{5, 6, 7, 8}));
  EXPECT_EQ(integers(answer(op_of("SequenceInsert"), {three, number(8), number(-3)})),
            (std::vector<int64_t>{8, 5, 6, 7}));
  EXPECT_EQ(integers(answer(op_of("SequenceErase"), {three})), (std::vector<int64_t>{5, 6}));
  EXPECT_EQ(integers(answer(op_of("SequenceErase"), {three, number(0)})),
            (std::vector<int64_t>{6, 7}));
  EXPECT_EQ(answer(op_of("SequenceAt"), {three, number(-1)}).tensor.integer_at(0), 7);
  EXPECT_EQ(answer(op_of("SequenceLength"), {three}).tensor.integer_at(0), 3);
}

TEST(SequenceOps, APositionOutsideIsRefused) {
  const auto outside =
      run_sequence_op(op_of("SequenceAt"), std::vector<Value>{sequence_of({1, 2}), number(2)});
  ASSERT_FALSE(outside.ok());
  EXPECT_EQ(outside.error().message,
            "node 'it' (SequenceAt): position 2 is outside of a sequence of 2");
  EXPECT_FALSE(run_sequence_op(op_of("SequenceErase"), std::vector<Value>{sequence_of({})}).ok());
  EXPECT_FALSE(run_sequence_op(op_of("SequenceLength"), std::vector<Value>{number(1)}).ok());
}

TEST(SequenceOps, SplittingAndConcatenatingIsTheIdentity) {
  const HostTensor whole = HostTensor::of_floats({2, 3}, {0, 1, 2, 3, 4, 5});
  tensor::Attributes attributes;
  attributes.set("axis", int64_t{1});
  const Value parts = answer(op_of("SplitToSequence", attributes), {Value(whole), number(2)});
  ASSERT_EQ(parts.sequence.size(), 2u);
  EXPECT_EQ(parts.sequence[0].tensor.dims(), (tensor::Dims{2, 2}));
  EXPECT_EQ(parts.sequence[1].tensor.dims(), (tensor::Dims{2, 1}));
  const Value again = answer(op_of("ConcatFromSequence", attributes), {parts});
  EXPECT_TRUE(identical(again.tensor, whole));
}

TEST(SequenceOps, PartsThatDoNotFillTheAxisAreRefused) {
  const Value whole(HostTensor::of_floats({4}, {0, 1, 2, 3}));
  const Value lengths(HostTensor::of_int64({2}, {1, 2}));
  EXPECT_FALSE(run_sequence_op(op_of("SplitToSequence"), std::vector<Value>{whole, lengths}).ok());
  EXPECT_FALSE(
      run_sequence_op(op_of("SplitToSequence"), std::vector<Value>{whole, number(0)}).ok());
}

TEST(SequenceOps, AnOptionalKnowsWhetherItHoldsSomething) {
  const auto flag = [](const std::vector<Value>& inputs) {
    return answer(op_of("OptionalHasElement"), inputs).tensor.integer_at(0) != 0;
  };
  EXPECT_TRUE(flag({number(1)}));
  EXPECT_TRUE(flag({sequence_of({})}));
  EXPECT_FALSE(flag({Value()}));
  EXPECT_FALSE(flag({}));
  EXPECT_EQ(answer(op_of("OptionalGetElement"), {number(4)}).tensor.integer_at(0), 4);
  EXPECT_FALSE(run_sequence_op(op_of("OptionalGetElement"), std::vector<Value>{Value()}).ok());
}

}  // namespace
}  // namespace nightjar::late
