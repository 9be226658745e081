// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network.h"

#include <algorithm>
#include <random>

#include "engine/network/dump.h"
#include "engine/network/verify.h"
#include "tests/engine/network/draft.h"

namespace nightjar::network {
namespace {

const Dim kN = Dim::symbol("N");

/// x -> Relu -> (Neg, Abs) -> Add -> y.
struct Diamond {
  Draft draft;
  TensorId x = draft.input("x", {kN, 4});
  TensorId relu = draft.op("Relu", {x});
  TensorId neg = draft.op("Neg", {relu});
  TensorId abs = draft.op("Abs", {relu});
  TensorId sum = draft.op("Add", {neg, abs});
  Diamond() { draft.network.add_output(sum, "y"); }
  Network& network() { return draft.network; }
  OpId producer(TensorId id) { return network().tensor(id).producer; }
};

TEST(Network, NamesAreUniqueAndOriginsKept) {
  Diamond diamond;
  Op op;
  op.type = "Relu";
  op.name = "conv1";
  op.inputs = {diamond.x};
  const TensorId first = diamond.network().add_op(op, 1)->front();
  const TensorId second = diamond.network().add_op(op, 1)->front();
  EXPECT_EQ(diamond.network().op(diamond.producer(first)).name, "conv1");
  EXPECT_EQ(diamond.network().op(diamond.producer(second)).name, "conv1_1");
  EXPECT_EQ(diamond.network().op(diamond.producer(second)).origins,
            std::vector<std::string>{"conv1"});
}

TEST(Network, OrderPutsProducersFirst) {
  Diamond diamond;
  Network& network = diamond.network();
  EXPECT_EQ(network.topological_order().size(), 4u);
  // A late op in an early place.
  Op late;
  late.type = "Sqrt";
  late.inputs = {diamond.x};
  const TensorId root = network.add_op(late, 1)->front();
  network.set_op_input(diamond.producer(diamond.relu), 0, root);
  const auto order = network.topological_order();
  EXPECT_EQ(order.front(), diamond.producer(root));
  EXPECT_TRUE(verify(network).ok());
}

TEST(Network, DeepChainsDoNotOverflowTheStack) {
  Draft draft;
  TensorId x = draft.input("x", {4});
  for (int i = 0; i < 20000; ++i) x = draft.op("Relu", {x});
  draft.network.add_output(x, "y");
  EXPECT_EQ(draft.network.topological_order().size(), 20000u);
}

TEST(Network, ConsumersAndUses) {
  Diamond diamond;
  Network& network = diamond.network();
  EXPECT_EQ(network.consumers(diamond.relu).size(), 2u);
  EXPECT_EQ(network.all_consumers()[static_cast<size_t>(diamond.relu)],
            network.consumers(diamond.relu));
  network.replace_uses(diamond.sum, diamond.relu);
  EXPECT_TRUE(network.is_output(diamond.relu));
  EXPECT_FALSE(network.is_output(diamond.sum));
}

TEST(Network, CompactKeepsWhatIsRead) {
  Diamond diamond;
  Network& network = diamond.network();
  network.replace_uses(diamond.sum, diamond.neg);
  network.remove_op(diamond.producer(diamond.sum));
  network.remove_op(diamond.producer(diamond.abs));
  const std::string before = dump(network);
  network.compact();
  EXPECT_EQ(network.op_capacity(), 2u);
  EXPECT_EQ(network.tensor_count(), 3u);
  EXPECT_TRUE(verify(network).ok());
  EXPECT_EQ(dump(network), before);
}

TEST(Dump, OneLineEach) {
  Diamond diamond;
  EXPECT_EQ(dump(diamond.network()),
            "input x float32[Nx4]\n"
            "Relu 'Relu' (x) -> Relu.out float32[Nx4]\n"
            "Neg 'Neg' (Relu.out) -> Neg.out float32[Nx4]\n"
            "Abs 'Abs' (Relu.out) -> Abs.out float32[Nx4]\n"
            "Add 'Add' (Neg.out, Abs.out) -> Add.out float32[Nx4]\n"
            "output y = Add.out\n");
}

TEST(Dump, ShowsConstantsAttributesAndElements) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 4});
  const TensorId shape = draft.op("Shape", {x});
  draft.network.add_output(draft.op("Gather", {shape, draft.integers({0})}, {{"axis", number(0)}}),
                           "y");
  const std::string text = dump(draft.network);
  EXPECT_NE(text.find("constant ints int64[1] {0}"), std::string::npos) << text;
  EXPECT_NE(text.find("(Shape.out, ints) axis=0 -> Gather.out int64[1] = {N}"), std::string::npos)
      << text;
}

TEST(Verify, AcceptsASoundNetwork) {
  Diamond diamond;
  const Status status = verify(diamond.network());
  EXPECT_TRUE(status.ok()) << status.error().message;
}

TEST(Verify, FindsACycle) {
  Diamond diamond;
  Network& network = diamond.network();
  network.set_op_input(diamond.producer(diamond.relu), 0, diamond.sum);
  const Status status = verify(network);
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().message.find("depends on it"), std::string::npos);
}

/// What each op reads, asked the long way.
std::vector<OpId> readers_of(const Network& network, TensorId tensor) {
  std::vector<OpId> readers;
  for (OpId id = 0; id < static_cast<OpId>(network.op_capacity()); ++id) {
    if (!network.has_op(id)) continue;
    const auto& inputs = network.op(id).inputs;
    if (std::count(inputs.begin(), inputs.end(), tensor) != 0) readers.push_back(id);
  }
  return readers;
}

TEST(Network, KnowsItsReadersAfterAnyEdit) {
  Draft draft;
  Network& network = draft.network;
  const TensorId x = draft.input("x", {4});
  std::vector<TensorId> tensors = {x};
  std::mt19937_64 random(11);
  const auto any = [&] { return tensors[random() % tensors.size()]; };
  for (int edit = 0; edit < 400; ++edit) {
    const auto id = static_cast<OpId>(random() % std::max<size_t>(network.op_capacity(), 1));
    switch (network.has_op(id) ? random() % 6 : 0) {
      case 1:
        network.set_op_input(id, random() % 2, any());
        break;
      case 2:
        network.set_op_inputs(id, {any(), any()});
        break;
      case 3:
        network.replace_uses(any(), any());
        break;
      case 4:
        network.remove_op(id);
        break;
      default:
        tensors.push_back(draft.op("Add", {any(), any()}));
    }
    for (const TensorId tensor : tensors) {
      ASSERT_EQ(network.consumers(tensor), readers_of(network, tensor)) << "edit " << edit;
    }
  }
  network.compact();
  for (size_t id = 0; id < network.tensor_count(); ++id) {
    const auto tensor = static_cast<TensorId>(id);
    EXPECT_EQ(network.consumers(tensor), readers_of(network, tensor));
  }
}

TEST(Verify, FindsInputsThatWereChangedBehindItsBack) {
  Diamond diamond;
  Network& network = diamond.network();
  network.op(diamond.producer(diamond.neg)).inputs[0] = diamond.x;
  const Status status = verify(network);
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().message.find("set_op_inputs alone"), std::string::npos);
}

TEST(Verify, FindsAReaderOfNothing) {
  Diamond diamond;
  Network& network = diamond.network();
  network.remove_op(diamond.producer(diamond.relu));
  EXPECT_NE(verify(network).error().message.find("Neg 'Neg' reads 'Relu.out'"), std::string::npos);
  network.set_op_input(diamond.producer(diamond.neg), 0, 99);
  EXPECT_NE(verify(network).error().message.find("not there"), std::string::npos);
}

TEST(Verify, FindsAWrongDescription) {
  Diamond diamond;
  diamond.network().tensor(diamond.abs).desc.shape = {kN, 5};
  EXPECT_NE(verify(diamond.network()).error().message.find("its rule infers float32[Nx4]"),
            std::string::npos);
}

TEST(Verify, FindsAConstantThatDoesNotFit) {
  Diamond diamond;
  const TensorId w = diamond.draft.weights({4});
  diamond.network().tensor(w).desc.shape = {5};
  EXPECT_NE(verify(diamond.network()).error().message.find("constant 'weights'"),
            std::string::npos);
}

TEST(Verify, FindsDoubledNames) {
  Diamond diamond;
  diamond.network().add_output(diamond.abs, "y");
  EXPECT_NE(verify(diamond.network()).error().message.find("two outputs"), std::string::npos);
  Diamond other;
  other.network().op(other.producer(other.abs)).name = "Neg";
  EXPECT_NE(verify(other.network()).error().message.find("shares its name"), std::string::npos);
}

TEST(Verify, FindsALayoutThatDoesNotFit) {
  Diamond diamond;
  diamond.network().tensor(diamond.abs).desc.layout = tensor::Layout::kChannelsLast;
  EXPECT_NE(verify(diamond.network()).error().message.find("layout"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::network
