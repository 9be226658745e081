// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/dump.h"
#include "tests/engine/onnx/model_draft.h"

namespace nightjar::onnx {
namespace {

using network::Network;
using network::Op;
using network::TensorId;
using tensor::DataType;
using tensor::Dim;
using tensor::HostTensor;

TensorId add(Network& network, const std::string& type, std::vector<TensorId> inputs,
             const tensor::Attributes& attributes = {}) {
  Op op;
  op.type = type;
  op.inputs = std::move(inputs);
  op.attributes = attributes;
  const auto outputs = network.add_op(std::move(op), 1);
  EXPECT_TRUE(outputs.ok()) << outputs.error().message;
  return outputs->front();
}

/// The network written and read again; a failed test when either refuses.
Network round_trip(const Network& network) {
  const auto bytes = export_model(network, "round");
  EXPECT_TRUE(bytes.ok()) << bytes.error().message;
  EXPECT_EQ(*bytes, *export_model(network, "round"));
  auto again = import_model(*bytes, "");
  EXPECT_TRUE(again.ok()) << again.error().message;
  return std::move(again).value();
}

wire::ModelProto written(const Network& network) {
  const auto bytes = export_model(network, "written");
  EXPECT_TRUE(bytes.ok()) << bytes.error().message;
  wire::ModelProto model;
  EXPECT_TRUE(model.ParseFromArray(bytes->data(), static_cast<int>(bytes->size())));
  return model;
}

TensorId image(Network& network) {
  return network.add_input("x", {DataType::kFloat32, {Dim::symbol("N"), 4, 8, 8}});
}

TEST(Export, HeaderNamesAndSymbols) {
  Network network;
  network.add_output(add(network, "Relu", {image(network)}), "y");
  const wire::ModelProto model = written(network);
  EXPECT_EQ(model.ir_version(), 8);
  EXPECT_EQ(model.opset_import(0).version(), 17);
  EXPECT_EQ(model.graph().name(), "written");
  EXPECT_EQ(model.graph().node(0).output(0), "y");
  const auto& shape = model.graph().input(0).type().tensor_type().shape();
  EXPECT_EQ(shape.dim(0).dim_param(), "N");
  EXPECT_EQ(shape.dim(1).dim_value(), 4);
}

TEST(Export, RoundTripKeepsEverything) {
  Network network;
  const TensorId x = image(network);
  tensor::Attributes window;
  window.set("pads", std::vector<int64_t>{1, 1, 1, 1});
  const TensorId w = network.add_constant("w", HostTensor(DataType::kFloat32, {4, 4, 3, 3}));
  const TensorId conv = add(network, "Conv", {x, w}, window);
  const TensorId high = network.add_constant("six", HostTensor::of_floats({}, {6.0f}));
  const TensorId clip = add(network, "Clip", {conv, network::kAbsent, high});
  network.tensor(conv).name = "conv.value";
  network.tensor(clip).name = "y";
  network.add_output(clip, "y");
  EXPECT_EQ(network::dump(round_trip(network)), network::dump(network));
}

TEST(Export, OutputsThatNoNodeGivesAreCopied) {
  Network network;
  const TensorId x = image(network);
  const TensorId c = network.add_constant("c", HostTensor::of_floats({2}, {1, 2}));
  const TensorId y = add(network, "Relu", {x});
  network.add_output(x, "same");
  network.add_output(c, "fixed");
  network.add_output(y, "first");
  network.add_output(y, "second");
  const Network again = round_trip(network);
  EXPECT_EQ(again.output_names(), (std::vector<std::string>{"same", "fixed", "first", "second"}));
  EXPECT_EQ(output_desc(again, 1), "float32[2]");
}

TEST(Export, EqualNamesAreToldApart) {
  Network network;
  const TensorId x = image(network);
  const TensorId a = add(network, "Relu", {x}), b = add(network, "Neg", {x});
  network.tensor(a).name = network.tensor(b).name = "x";
  network.add_output(add(network, "Add", {a, b}), "y");
  EXPECT_EQ(op_types(round_trip(network)), "Relu Neg Add");
}

TEST(Export, NewerFormsAreSaidInOlderWords) {
  Network network;
  const TensorId x = image(network);
  const TensorId axes = network.add_constant("axes", HostTensor::of_int64({2}, {2, 3}));
  tensor::Attributes drop;
  drop.set("keepdims", int64_t{0});
  network.add_output(add(network, "ReduceMean", {x, axes}, drop), "mean");
  const TensorId pads = network.add_constant("pads", HostTensor::of_int64({2}, {1, 2}));
  const TensorId axis = network.add_constant("axis", HostTensor::of_int64({1}, {-1}));
  network.add_output(add(network, "Pad", {x, pads, network::kAbsent, axis}), "padded");
  tensor::Attributes noop;
  noop.set("noop_with_empty_axes", int64_t{1});
  network.add_output(add(network, "ReduceMax", {x}, noop), "same");
  const Network again = round_trip(network);
  EXPECT_EQ(output_desc(again, 0), "float32[Nx4]");
  EXPECT_EQ(output_desc(again, 1), "float32[Nx4x8x11]");
  EXPECT_EQ(op_types(again), "ReduceMean Pad Identity");
  const wire::ModelProto model = written(network);
  for (const auto& constant : model.graph().initializer()) {
    EXPECT_NE(constant.name(), "axes") << "nobody reads it any more";
  }
}

TEST(Export, UnevenSplitsNameTheirParts) {
  Network network;
  const TensorId x = network.add_input("x", {DataType::kFloat32, {Dim::symbol("N"), 7}});
  Op op;
  op.type = "Split";
  op.inputs = {x};
  op.attributes.set("axis", int64_t{-1});
  op.attributes.set("num_outputs", int64_t{3});
  const auto parts = *network.add_op(op, 3);
  for (size_t i = 0; i < 3; ++i) network.add_output(parts[i], "part" + std::to_string(i));
  const Network again = round_trip(network);
  EXPECT_EQ(output_desc(again, 0), "float32[Nx3]");
  EXPECT_EQ(output_desc(again, 2), "float32[Nx1]");
}

TEST(Export, GeluAndMishAreSpelledOut) {
  Network network;
  const TensorId x = image(network);
  tensor::Attributes tanh;
  tanh.set("approximate", std::string("tanh"));
  network.add_output(add(network, "Gelu", {x}), "exact");
  network.add_output(add(network, "Gelu", {x}, tanh), "near");
  network.add_output(add(network, "Mish", {x}), "mish");
  const Network again = round_trip(network);
  EXPECT_EQ(op_types(again),
            "Mul Erf Add Mul Mul "
            "Mul Mul Mul Add Mul Tanh Add Mul Mul "
            "Softplus Tanh Mul");
  EXPECT_EQ(output_desc(again, 2), "float32[Nx4x8x8]");
}

TEST(ExportRefuses, WhatTheWrittenOpsetCannotSay) {
  const auto refusal = [](const Network& network) {
    const auto bytes = export_model(network, "m");
    EXPECT_FALSE(bytes.ok());
    return bytes.ok() ? "" : bytes.error().message;
  };
  Network fused;
  Op op;
  op.domain = "nightjar";
  op.type = "Pointwise";
  op.name = "glued";
  op.inputs = {image(fused)};
  op.attributes.set("expression", std::string("x0"));
  fused.add_output(fused.add_op(op, 1)->front(), "y");
  EXPECT_EQ(refusal(fused), "Pointwise 'glued': its domain 'nightjar' is not standard ONNX");

  Network later;
  const TensorId c = later.add_constant("c", HostTensor(DataType::kFloat32, {4}));
  tensor::Attributes groups;
  groups.set("num_groups", int64_t{2});
  later.add_output(add(later, "GroupNormalization", {image(later), c, c}, groups), "y");
  EXPECT_NE(refusal(later).find("newer than opset 17"), std::string::npos);

  Network computed;
  const TensorId axes = computed.add_input("axes", {DataType::kInt64, {1}});
  computed.add_output(add(computed, "ReduceMean", {image(computed), axes}), "y");
  EXPECT_NE(refusal(computed).find("axes are computed"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::onnx
