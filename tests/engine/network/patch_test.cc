// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/patch.h"

#include "engine/network/dump.h"
#include "engine/network/verify.h"
#include "tests/engine/network/draft.h"

namespace nightjar::network {
namespace {

const Dim kN = Dim::symbol("N");

/// x -> Conv -> Relu -> y.
struct ConvRelu {
  Draft draft;
  TensorId x = draft.input("x", {kN, 3, 8, 8});
  TensorId w = draft.weights({4, 3, 3, 3});
  TensorId conv = draft.op("Conv", {x, w});
  TensorId relu = draft.op("Relu", {conv});
  ConvRelu() { draft.network.add_output(relu, "y"); }
  Network& network() { return draft.network; }
  OpId producer(TensorId id) { return network().tensor(id).producer; }
};

Op fused_conv(const ConvRelu& parts, TensorId output) {
  Op op;
  op.domain = "nightjar";
  op.type = "FusedConv";
  op.inputs = {parts.x, parts.w};
  op.outputs = {output};
  op.attributes.set("activation", std::string("relu"));
  op.origins = {"conv", "relu"};
  return op;
}

TEST(Patch, FusesTwoOpsIntoOne) {
  ConvRelu parts;
  Network& network = parts.network();
  Patch patch(network);
  const TensorId fused = patch.new_tensor("fused.out");
  patch.insert(fused_conv(parts, fused));
  patch.replace_uses(parts.relu, fused);
  patch.remove(parts.producer(parts.relu));
  patch.remove(parts.producer(parts.conv));
  const Status applied = apply(patch, network);
  ASSERT_TRUE(applied.ok()) << applied.error().message;
  const Status sound = verify(network);
  ASSERT_TRUE(sound.ok()) << sound.error().message;
  EXPECT_EQ(network.op_count(), 1u);
  EXPECT_EQ(to_string(network.tensor(network.outputs()[0]).desc), "float32[Nx4x6x6]");
  EXPECT_EQ(network.op(network.topological_order()[0]).origins.size(), 2u);
}

TEST(Patch, AnOutputCanChangeItsProducer) {
  ConvRelu parts;
  Patch patch(parts.network());
  patch.remove(parts.producer(parts.relu));
  patch.remove(parts.producer(parts.conv));
  patch.insert(fused_conv(parts, parts.relu));
  ASSERT_TRUE(apply(patch, parts.network()).ok());
  EXPECT_TRUE(verify(parts.network()).ok());
  EXPECT_EQ(parts.network().outputs()[0], parts.relu);
}

TEST(Patch, ConstantsChangeWhatFollows) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 6});
  const TensorId target = draft.op("Identity", {draft.input("t", {2}, DataType::kInt64)});
  const TensorId y = draft.op("Reshape", {x, target});
  draft.network.add_output(y, "y");
  EXPECT_EQ(draft.shape(y), "Reshape.0xReshape.1");
  Patch patch(draft.network);
  patch.remove(draft.network.tensor(target).producer);
  patch.set_constant(target, tensor::HostTensor::of_int64({2}, {-1, 3}));
  ASSERT_TRUE(apply(patch, draft.network).ok());
  EXPECT_EQ(draft.shape(y), "(2*N)x3");
  EXPECT_TRUE(verify(draft.network).ok());
}

TEST(Patch, InputsConstantsAndLayoutsCanBeSet) {
  ConvRelu parts;
  Patch patch(parts.network());
  const TensorId wider =
      patch.new_constant("wider", tensor::HostTensor(DataType::kFloat32, {5, 3, 1, 1}));
  patch.set_input(parts.producer(parts.conv), 1, wider);
  patch.set_layout(parts.conv, tensor::Layout::kChannelsLast);
  ASSERT_TRUE(apply(patch, parts.network()).ok());
  EXPECT_EQ(parts.draft.desc(parts.conv), "float32[Nx5x8x8] channels_last");
  EXPECT_EQ(parts.draft.desc(parts.relu), "float32[Nx5x8x8]");
}

TEST(Patch, AFaultyOneChangesNothing) {
  ConvRelu parts;
  const std::string before = dump(parts.network());
  Patch twice(parts.network());
  twice.remove(parts.producer(parts.relu));
  twice.remove(parts.producer(parts.relu));
  const Status status = apply(twice, parts.network());
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().message, "edit 1: removes an op that is not there");

  Patch taken(parts.network());
  taken.insert(fused_conv(parts, parts.conv));
  EXPECT_NE(apply(taken, parts.network()).error().message.find("is given already"),
            std::string::npos);

  Patch unknown(parts.network());
  unknown.replace_uses(parts.relu, 500);
  EXPECT_NE(apply(unknown, parts.network()).error().message.find("tensor 500"), std::string::npos);

  Patch wrong(parts.network());
  const TensorId flat = wrong.new_constant("flat", tensor::HostTensor(DataType::kFloat32, {3}));
  wrong.set_input(parts.producer(parts.conv), 1, flat);
  EXPECT_FALSE(apply(wrong, parts.network()).ok());

  Patch produced(parts.network());
  produced.set_constant(parts.conv, tensor::HostTensor(DataType::kFloat32, {1}));
  EXPECT_NE(apply(produced, parts.network()).error().message.find("which an op gives"),
            std::string::npos);
  EXPECT_EQ(dump(parts.network()), before);
}

}  // namespace
}  // namespace nightjar::network
