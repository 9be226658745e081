// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Plans that read well and lie about what their kernels do.
#include <gtest/gtest.h>

#include "engine/build/builder.h"
#include "engine/runtime/runtime.h"
#include "kernels/common/problem.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::runtime {
namespace {

using fakes::Sketch;
using tensor::Dim;

class HostilePlanTest : public ::testing::Test {
 protected:
  HostilePlanTest() : device_(device::make_cpu_device(1)) {
    Sketch sketch;
    const auto x = sketch.input("x", {Dim::symbol("N"), 4, 8, 8});
    const auto y = sketch.op("Relu", {sketch.conv(x, 4, 16, 3, true)});
    sketch.output(sketch.conv(y, 16, 4, 3));
    build::BuildOptions options;
    options.allowed_sources = {"plain"};
    auto outcome = build::build_plan(sketch.network(), *device_, options, SystemClock());
    EXPECT_TRUE(outcome.ok()) << outcome.error().message;
    bytes_ = std::make_shared<std::vector<std::byte>>(std::move(outcome->bytes));
    plan_ = plan::read_plan(*bytes_, bytes_).value();
  }

  /// What loading it, or preparing it for a batch of two, is refused with.
  std::string refusal() const {
    const auto engine = Engine::load(plan_, *device_);
    if (!engine.ok()) return engine.error().message;
    const auto context = Context::create(*engine).value();
    const Status status = context->set_input_dims({{"x", {batch_, 4, 8, 8}}});
    return status.ok() ? std::string() : status.error().message;
  }

  plan::PlanTensor& tensor(plan::TensorIndex index) {
    return plan_.tensors[static_cast<size_t>(index)];
  }

  std::unique_ptr<device::Device> device_;
  std::shared_ptr<std::vector<std::byte>> bytes_;
  plan::Plan plan_;
  int64_t batch_ = 2;
};

TEST_F(HostilePlanTest, AnHonestOneIsTaken) { EXPECT_EQ(refusal(), ""); }

TEST_F(HostilePlanTest, ATacticThatDoesNotSolveTheProblemIsRefused) {
  ByteReader in(plan_.steps[0].problem);
  auto problem = kernels::Problem::read(in).value();
  for (auto& desc : problem.inputs) desc.type = tensor::DataType::kString;
  ByteWriter out;
  problem.write(out);
  plan_.steps[0].problem = out.take();
  EXPECT_NE(refusal().find("does not solve"), std::string::npos) << refusal();
}

TEST_F(HostilePlanTest, ATensorSmallerThanItsKernelTakesItForIsRefused) {
  const plan::TensorIndex between = plan_.steps[0].outputs[0];
  tensor(between).desc.shape = {1, 1};
  EXPECT_NE(refusal().find("its kernel takes"), std::string::npos) << refusal();
}

TEST_F(HostilePlanTest, AnAliasThatOutgrowsItsRootIsRefused) {
  plan::PlanTensor view = tensor(plan_.steps[0].outputs[0]);
  view.name = "view";
  view.alias_of = plan_.steps[0].outputs[0];
  view.desc.shape.push_back(Dim::symbol("N"));
  plan_.tensors.push_back(view);
  EXPECT_NE(refusal().find("tensor 'view' is larger than"), std::string::npos) << refusal();
  batch_ = 1;
  EXPECT_EQ(refusal(), "") << "of one item it is as large";
}

TEST_F(HostilePlanTest, AnOperandThatIsNotThereIsRefused) {
  plan_.steps[0].inputs[0] = plan::kAbsent;
  EXPECT_NE(refusal().find("lacks input 0"), std::string::npos) << refusal();
  plan_.steps[0].outputs[0] = plan::kAbsent;
  plan_.steps[0].inputs[0] = plan_.inputs[0];
  EXPECT_NE(refusal().find("lacks output 0"), std::string::npos) << refusal();
}

TEST_F(HostilePlanTest, ExtentsBeyondAnyMemoryAreRefused) {
  batch_ = int64_t{1} << 53;
  EXPECT_NE(refusal().find("more elements than any machine"), std::string::npos) << refusal();
}

}  // namespace
}  // namespace nightjar::runtime
