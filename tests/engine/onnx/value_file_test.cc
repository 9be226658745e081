// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Data that are tensors, sequences or optionals.
#include <gtest/gtest.h>

#include "engine/onnx/onnx.h"
#include "engine/onnx/onnx.pb.h"
#include "engine/onnx/tensor_proto.h"

namespace nightjar::onnx {
namespace {

using network::ValueKind;
using tensor::HostTensor;
using tensor::Value;

template <typename Message>
Result<Value> read(const Message& message, ValueKind kind) {
  const std::string bytes = message.SerializeAsString();
  return read_value(std::as_bytes(std::span(bytes.data(), bytes.size())), kind);
}

wire::SequenceProto two_tensors() {
  wire::SequenceProto proto;
  proto.set_elem_type(wire::SequenceProto::TENSOR);
  to_proto(HostTensor::of_int64({2}, {1, 2}), "", *proto.add_tensor_values());
  to_proto(HostTensor::of_int64({1}, {3}), "", *proto.add_tensor_values());
  return proto;
}

TEST(ValueFile, SequencesMayDifferInShape) {
  const auto value = read(two_tensors(), ValueKind::kSequence);
  ASSERT_TRUE(value.ok()) << value.error().message;
  ASSERT_TRUE(value->is_sequence());
  ASSERT_EQ(value->sequence.size(), 2u);
  EXPECT_EQ(value->element_type, tensor::DataType::kInt64);
  EXPECT_EQ(value->sequence[1].tensor.to_integers(), std::vector<int64_t>{3});
}

TEST(ValueFile, SequencesMayBeEmptyOrNested) {
  EXPECT_TRUE(read(wire::SequenceProto(), ValueKind::kSequence)->sequence.empty());
  wire::SequenceProto outer;
  outer.set_elem_type(wire::SequenceProto::SEQUENCE);
  *outer.add_sequence_values() = two_tensors();
  const auto value = read(outer, ValueKind::kSequence);
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(value->sequence[0].sequence.size(), 2u);
}

TEST(ValueFile, OptionalsAreWhatTheyHold) {
  wire::OptionalProto proto;
  EXPECT_EQ(read(proto, ValueKind::kOptional)->kind, Value::Kind::kNothing);
  *proto.mutable_sequence_value() = two_tensors();
  EXPECT_TRUE(read(proto, ValueKind::kOptional)->is_sequence());
  proto.clear_sequence_value();
  to_proto(HostTensor::of_int64({}, {7}), "", *proto.mutable_tensor_value());
  EXPECT_EQ(read(proto, ValueKind::kOptional)->tensor.integer_at(0), 7);
}

TEST(ValueFile, RefusesDamageAndDepth) {
  const std::string text = "no value at all";
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  for (const auto kind : {ValueKind::kTensor, ValueKind::kSequence, ValueKind::kOptional}) {
    EXPECT_FALSE(read_value(bytes, kind).ok());
  }
  wire::SequenceProto deep;
  for (int i = 0; i < 200; ++i) {
    wire::SequenceProto outer;
    *outer.add_sequence_values() = deep;
    deep = outer;
  }
  EXPECT_EQ(read(deep, ValueKind::kSequence).error().message, "not a serialised sequence");
}

}  // namespace
}  // namespace nightjar::onnx
