// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <thread>

#include "tests/engine/runtime/written_plan.h"

namespace nightjar::runtime {
namespace {

using tensor::HostTensor;

class ContextTest : public ::testing::Test {
 protected:
  ContextTest()
      : device_(device::make_cpu_device(1)),
        engine_(Engine::load(written_plan(two_convolutions(), *device_, plain_options()), *device_)
                    .value()) {}

  std::unique_ptr<Context> context() const { return Context::create(engine_).value(); }

  std::unique_ptr<device::Device> device_;
  std::shared_ptr<const Engine> engine_;
};

TEST_F(ContextTest, NamesAndDescriptionsComeInTheModelsOrder) {
  EXPECT_EQ(engine_->input_names(), std::vector<std::string>{"x"});
  EXPECT_EQ(engine_->output_names(), std::vector<std::string>{"y0"});
  EXPECT_EQ(to_string(engine_->output_desc("y0")), "float32[Nx4x8x8]");
}

TEST_F(ContextTest, ItemsOfABatchDoNotTouchEachOther) {
  const auto runner = context();
  const auto one = runner->run(images_of(1, 0.5f)).value().at("y0");
  const auto three = runner->run(images_of(3, 0.5f)).value().at("y0");
  ASSERT_EQ(three.count(), 3 * one.count());
  for (int64_t i = 0; i < three.count(); ++i) {
    ASSERT_EQ(three.value_at(i), one.value_at(i % one.count())) << i;
  }
}

TEST_F(ContextTest, AShapeSeenBeforeIsPreparedOnce) {
  const auto runner = context();
  ASSERT_TRUE(runner->set_input_dims({{"x", {2, 4, 8, 8}}}).ok());
  const size_t small = runner->activation_bytes();
  ASSERT_TRUE(runner->set_input_dims({{"x", {8, 4, 8, 8}}}).ok());
  EXPECT_GT(runner->activation_bytes(), small);
  ASSERT_TRUE(runner->set_input_dims({{"x", {2, 4, 8, 8}}}).ok());
  EXPECT_EQ(runner->activation_bytes(), small);
}

TEST_F(ContextTest, WhatIsMissingIsNamed) {
  const auto runner = context();
  const auto stream = device_->make_stream().value();
  EXPECT_FALSE(runner->enqueue(*stream).ok());
  ASSERT_TRUE(runner->set_input_dims({{"x", {1, 4, 8, 8}}}).ok());
  const Status unbound = runner->enqueue(*stream);
  ASSERT_FALSE(unbound.ok());
  EXPECT_NE(unbound.error().message.find("'x'"), std::string::npos) << unbound.error().message;
  EXPECT_FALSE(runner->bind_input("z", nullptr).ok());
  EXPECT_FALSE(runner->bind_output("z", nullptr).ok());
  EXPECT_FALSE(runner->run({}).ok());
}

TEST_F(ContextTest, ShapesAndTypesThatDoNotFitAreRefused) {
  const auto runner = context();
  EXPECT_FALSE(runner->set_input_dims({{"x", {1, 5, 8, 8}}}).ok());
  EXPECT_FALSE(runner->set_input_dims({{"x", {4, 8, 8}}}).ok());
  EXPECT_FALSE(runner->set_input_dims({}).ok());
  EXPECT_FALSE(
      runner->run({{"x", HostTensor::of_int64({1, 4, 8, 8}, std::vector<int64_t>(256))}}).ok());
}

TEST_F(ContextTest, AProfileHasEveryStepAndSeesADelay) {
  const auto runner = context();
  const auto inputs = images_of(1, 1.0f);
  HostTensor output(tensor::DataType::kFloat32, {1, 4, 8, 8});
  ASSERT_TRUE(runner->set_input_dims({{"x", {1, 4, 8, 8}}}).ok());
  ASSERT_TRUE(runner->bind_input("x", inputs.at("x").bytes()).ok());
  ASSERT_TRUE(runner->bind_output("y0", output.bytes()).ok());
  const auto stream = device_->make_stream().value();
  runner->inject_delay({1, 20e6});
  const auto times = runner->profile(*stream).value();
  ASSERT_EQ(times.size(), engine_->plan().steps.size());
  EXPECT_GE(times[1].ns, 20e6);
}

TEST_F(ContextTest, ContextsOfOneEngineRunAtOnce) {
  const auto expected = context()->run(images_of(2, 0.25f)).value().at("y0");
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      const auto runner = context();
      for (int i = 0; i < 20; ++i) {
        const auto found = runner->run(images_of(2, 0.25f)).value().at("y0");
        wrong[t] += identical(expected, found) ? 0 : 1;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(Engine, APlanOfAnotherDeviceIsRefusedWithTheReason) {
  const auto device = device::make_cpu_device(1);
  plan::Plan plan = written_plan(two_convolutions(), *device, plain_options());
  plan.fingerprint.device_class = "cpu of another kind x64";
  const auto engine = Engine::load(plan, *device);
  ASSERT_FALSE(engine.ok());
  EXPECT_NE(engine.error().message.find("cpu of another kind x64"), std::string::npos);
}

TEST(Engine, ATacticThatIsNotHereIsNamed) {
  const auto device = device::make_cpu_device(1);
  plan::Plan plan = written_plan(two_convolutions(), *device, plain_options());
  plan.steps[0].tactic = "conv.magic.v9";
  const auto engine = Engine::load(plan, *device);
  ASSERT_FALSE(engine.ok());
  EXPECT_NE(engine.error().message.find("conv.magic.v9"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::runtime
