// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/in_place.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "engine/build/builder.h"
#include "engine/reference/reference.h"
#include "engine/runtime/runtime.h"
#include "kernels/movement/movement.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::runtime {
namespace {

using fakes::Sketch;
using network::Network;
using network::TensorId;
using plan::TensorIndex;
using plan::TensorRole;
using tensor::Dim;
using tensor::HostTensor;

/// A plan of movements over tensors of bytes, whose tensors are named by their extents.
class Moves {
 public:
  TensorIndex tensor(const tensor::Dims& dims, TensorRole role = TensorRole::kActivation) {
    plan::PlanTensor tensor;
    tensor.desc = {tensor::DataType::kUInt8, tensor::to_shape(dims), {}};
    tensor.role = role;
    engine.plan.tensors.push_back(tensor);
    engine.roots.push_back(static_cast<TensorIndex>(engine.roots.size()));
    return engine.roots.back();
  }
  void move(kernels::MovementKind kind, const std::vector<TensorIndex>& inputs,
            const std::vector<TensorIndex>& outputs) {
    kernels::MovementProblem problem;
    problem.kind = kind;
    problem.axis = 1;
    for (const TensorIndex i : inputs) problem.inputs.push_back(desc(i));
    for (const TensorIndex i : outputs) problem.outputs.push_back(desc(i));
    add(problem.to_problem(), inputs, outputs);
  }
  /// A step that writes a tensor out of nothing.
  void write(TensorIndex output) { add({"fill", {}, {}, {desc(output)}}, {}, {output}); }
  InPlace placed() const { return place_parts(engine, engine.problems); }

  EngineState engine;

 private:
  const tensor::TensorDesc& desc(TensorIndex i) const {
    return engine.plan.tensors[static_cast<size_t>(i)].desc;
  }
  void add(const kernels::Problem& problem, const std::vector<TensorIndex>& inputs,
           const std::vector<TensorIndex>& outputs) {
    plan::PlanStep step;
    step.inputs = inputs;
    step.outputs = outputs;
    engine.plan.steps.push_back(step);
    engine.problems.push_back(problem);
  }
};

constexpr auto kConcat = kernels::MovementKind::kConcat;
constexpr auto kSplit = kernels::MovementKind::kSplit;

TEST(InPlace, PartsLieInTheWholeAndWholesInLargerOnes) {
  Moves moves;
  const auto a = moves.tensor({1, 64}), b = moves.tensor({1, 128}), c = moves.tensor({1, 64});
  const auto ab = moves.tensor({1, 192}), abc = moves.tensor({1, 256});
  for (const TensorIndex part : {a, b, c}) moves.write(part);
  moves.move(kConcat, {a, b}, {ab});
  moves.move(kConcat, {ab, c}, {abc});
  const InPlace placed = moves.placed();
  EXPECT_EQ(placed.is_done, (std::vector<bool>{false, false, false, true, true}));
  const std::vector<size_t> offsets = {0, 64, 192, 0, 0};
  for (size_t i = 0; i < offsets.size(); ++i) {
    EXPECT_EQ(placed.places[i].root, abc) << i;
    EXPECT_EQ(placed.places[i].offset, offsets[i]) << i;
  }
}

TEST(InPlace, WhatIsCutOutIsReadWhereItLies) {
  Moves moves;
  const auto x = moves.tensor({1, 192}, TensorRole::kInput);
  const auto left = moves.tensor({1, 64}), right = moves.tensor({1, 128});
  moves.move(kSplit, {x}, {left, right});
  const InPlace placed = moves.placed();
  EXPECT_TRUE(placed.is_done[0]);
  EXPECT_EQ(placed.places[2].root, x);
  EXPECT_EQ(placed.places[2].offset, 64u);
}

/// One concat of two parts; `change` spoils it.
bool is_in_place(const std::function<void(Moves&, TensorIndex, TensorIndex)>& change) {
  Moves moves;
  const auto a = moves.tensor({1, 64}), b = moves.tensor({1, 64}), whole = moves.tensor({1, 128});
  moves.write(a);
  moves.write(b);
  change(moves, a, whole);
  moves.move(kConcat, {a, b}, {whole});
  return moves.placed().is_done.back();
}

TEST(InPlace, OthersAreMovedAsEver) {
  EXPECT_TRUE(is_in_place([](Moves&, TensorIndex, TensorIndex) {}));
  const auto set_role = [](Moves& moves, TensorIndex i, TensorRole role) {
    moves.engine.plan.tensors[static_cast<size_t>(i)].role = role;
  };
  EXPECT_FALSE(is_in_place([&](Moves& moves, TensorIndex a, TensorIndex) {
    set_role(moves, a, TensorRole::kOutput);
  })) << "a part is somebody else's";
  EXPECT_FALSE(is_in_place([&](Moves& moves, TensorIndex, TensorIndex whole) {
    set_role(moves, whole, TensorRole::kOutput);
  })) << "the whole is somebody else's";
  EXPECT_FALSE(is_in_place([](Moves& moves, TensorIndex, TensorIndex) {
    moves.engine.plan.steps[0].outputs.clear();
  })) << "nobody writes a part";
  EXPECT_FALSE(is_in_place([](Moves& moves, TensorIndex a, TensorIndex) {
    const auto other = moves.tensor({1, 64});
    moves.write(other);
    moves.move(kConcat, {a, other}, {moves.tensor({1, 128})});
  })) << "a part lies in another whole";
}

TEST(InPlace, APartThatWouldBeginUnalignedIsMoved) {
  Moves moves;
  const auto a = moves.tensor({1, 60}), b = moves.tensor({1, 64}), whole = moves.tensor({1, 124});
  moves.write(a);
  moves.write(b);
  moves.move(kConcat, {a, b}, {whole});
  EXPECT_FALSE(moves.placed().is_done.back());
}

/// Branches that are split, joined and joined again, of random widths and order.
Network random_joins(uint64_t seed) {
  Sketch sketch(seed);
  std::vector<std::pair<TensorId, int64_t>> images;
  images.emplace_back(sketch.input("x", {Dim::symbol("N"), 16, 8, 8}), 16);
  tensor::Attributes channels;
  channels.set("axis", int64_t{1});
  for (int i = 0; i < 12; ++i) {
    auto& random = sketch.random();
    const auto [x, width] = images[random() % images.size()];
    switch (random() % 4) {
      case 0: {
        const auto [other, more] = images[random() % images.size()];
        images.emplace_back(sketch.op("Concat", {x, other}, channels), width + more);
        break;
      }
      case 1: {
        const int64_t cut = 4 * (1 + static_cast<int64_t>(random() % 3));
        if (cut >= width) break;
        images.emplace_back(sketch.op("Slice", {x, sketch.integers({cut}), sketch.integers({width}),
                                                sketch.integers({1})}),
                            width - cut);
        break;
      }
      case 2:
        images.emplace_back(sketch.op("Relu", {x}), width);
        break;
      default:
        images.emplace_back(sketch.conv(x, width, 8, 3), 8);
    }
  }
  for (size_t i = images.size(); i-- > 1 && i + 4 > images.size();) sketch.output(images[i].first);
  return sketch.network();
}

HostTensor ramp(const tensor::Dims& dims) {
  std::vector<float> values(static_cast<size_t>(tensor::element_count(dims)));
  for (size_t i = 0; i < values.size(); ++i) values[i] = std::sin(static_cast<float>(i) * 0.37f);
  return HostTensor::of_floats(dims, values);
}

TEST(InPlace, RandomJoinsAndCutsGiveTheReferencesAnswer) {
  const auto device = device::make_cpu_device(1);
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const Network network = random_joins(seed);
    build::BuildOptions options;
    options.level = 0;
    const auto outcome = build::build_plan(network, *device, options, SystemClock());
    ASSERT_TRUE(outcome.ok()) << outcome.error().message;
    auto bytes = std::make_shared<std::vector<std::byte>>(outcome->bytes);
    const auto engine = Engine::load(plan::read_plan(*bytes, bytes).value(), *device).value();
    const auto context = Context::create(engine);
    for (const int64_t batch : {1, 2, 1}) {
      const TensorsByName inputs = {{"x", ramp({batch, 16, 8, 8})}};
      const auto expected = reference::run(network, inputs);
      const auto found = (*context)->run(inputs);
      ASSERT_TRUE(expected.ok() && found.ok()) << seed;
      for (const auto& [name, want] : *expected) {
        const HostTensor& got = found->at(name);
        ASSERT_EQ(want.count(), got.count());
        double largest = 1e-6, worst = 0;
        for (int64_t i = 0; i < want.count(); ++i) {
          largest = std::max(largest, std::abs(want.value_at(i)));
          worst = std::max(worst, std::abs(want.value_at(i) - got.value_at(i)));
        }
        EXPECT_LT(worst / largest, 1e-4) << "seed " << seed << " batch " << batch << " " << name;
      }
    }
  }
}

}  // namespace
}  // namespace nightjar::runtime
