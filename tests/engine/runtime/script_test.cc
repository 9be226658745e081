// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/script.h"

#include <gtest/gtest.h>

#include "engine/reference/reference.h"
#include "tests/engine/runtime/written_plan.h"
#include "tests/fakes/engine/looping_networks.h"

namespace nightjar::runtime {
namespace {

using network::Network;
using tensor::HostTensor;

HostTensor rows(int64_t count) {
  std::vector<float> values(static_cast<size_t>(count) * 4);
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 7) - 3;
  return HostTensor::of_floats({count, 4}, values);
}

class ScriptTest : public ::testing::Test {
 protected:
  ScriptTest() : device_(device::make_cpu_device(1)) {}
  std::unique_ptr<device::Device> device_;
};

TEST_F(ScriptTest, PartsAndLateOpsGiveWhatTheReferenceGives) {
  const Network network = fakes::filters_between_products();
  const auto engine = Engine::load(written_plan(network, *device_), *device_).value();
  ASSERT_TRUE(engine->is_scripted());
  EXPECT_EQ(engine->plan().parts.size(), 2u);
  const auto context = Context::create(engine).value();
  for (const int64_t count : {5, 2, 9, 5}) {
    const TensorsByName inputs = {{"x", rows(count)}};
    const auto expected = reference::run(network, inputs);
    const auto found = context->run(inputs);
    ASSERT_TRUE(expected.ok()) << expected.error().message;
    ASSERT_TRUE(found.ok()) << found.error().message;
    for (const auto& [name, want] : *expected) {
      const HostTensor& have = found->at(name);
      ASSERT_EQ(have.dims(), want.dims()) << name;
      for (int64_t i = 0; i < want.count(); ++i) {
        EXPECT_NEAR(have.value_at(i), want.value_at(i), 1e-5);
      }
    }
  }
}

TEST_F(ScriptTest, OutputsHaveExtentsOnceTheyHaveRun) {
  const auto engine =
      Engine::load(written_plan(fakes::picks_positive_elements(), *device_), *device_).value();
  const auto context = Context::create(engine).value();
  const HostTensor x = HostTensor::of_floats({4}, {1, -1, 2, 3});
  EXPECT_EQ(context->output_dims("y0").error().kind, ErrorKind::kNotYetKnown);
  ASSERT_TRUE(context->set_input_dims({{"x", {4}}}).ok());
  ASSERT_TRUE(context->bind_input("x", x.bytes()).ok());
  const auto stream = device_->make_stream().value();
  ASSERT_TRUE(context->enqueue(*stream).ok());
  EXPECT_EQ(context->output_dims("y0").value(), (tensor::Dims{3}));
  HostTensor y(tensor::DataType::kFloat32, {3});
  ASSERT_TRUE(context->bind_output("y0", y.bytes()).ok());
  ASSERT_TRUE(context->enqueue(*stream).ok());
  EXPECT_EQ(y.to_floats(), (std::vector<float>{1, 2, 3}));
}

TEST_F(ScriptTest, ALoopRunsFromItsPlanAndIsProfiledByOp) {
  const auto engine =
      Engine::load(written_plan(fakes::adds_until_above_ten(), *device_), *device_).value();
  const auto context = Context::create(engine).value();
  const TensorsByName inputs = {{"rounds", HostTensor::of_int64({}, {9})},
                                {"first", HostTensor::of_floats({1}, {1})},
                                {"by", HostTensor::of_floats({1}, {4})}};
  const auto outputs = context->run(inputs);
  ASSERT_TRUE(outputs.ok()) << outputs.error().message;
  EXPECT_EQ(outputs->at("all").to_floats(), (std::vector<float>{5, 9, 13}));
  DimsByName dims;
  for (const auto& [name, value] : inputs) {
    dims[name] = value.dims();
    ASSERT_TRUE(context->bind_input(name, value.bytes()).ok());
  }
  ASSERT_TRUE(context->set_input_dims(dims).ok());
  const auto times = context->profile(*device_->make_stream().value());
  ASSERT_TRUE(times.ok()) << times.error().message;
  ASSERT_EQ(times->size(), engine->plan().steps.size());
  EXPECT_GT(times->front().ns, 0);
}

TEST_F(ScriptTest, AProfileNamesTheStepsOfPartsAndFindsADelayInOne) {
  const auto engine =
      Engine::load(written_plan(fakes::filters_between_products(), *device_), *device_).value();
  const auto& steps = engine->plan().steps;
  size_t slow = steps.size();
  for (size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].operation.find("MatMul") != std::string::npos ||
        steps[i].operation.find("Gemm") != std::string::npos) {
      slow = i;
    }
  }
  ASSERT_LT(slow, steps.size());
  const auto context = Context::create(engine).value();
  context->inject_delay({slow, 3e6});
  const HostTensor x = rows(4);
  ASSERT_TRUE(context->set_input_dims({{"x", x.dims()}}).ok());
  ASSERT_TRUE(context->bind_input("x", x.bytes()).ok());
  const auto times = context->profile(*device_->make_stream().value());
  ASSERT_TRUE(times.ok()) << times.error().message;
  ASSERT_EQ(times->size(), steps.size());
  for (const StepTime& time : *times) EXPECT_EQ(time.ns >= 3e6, time.step == slow) << time.step;
}

TEST_F(ScriptTest, OneNumberWillDoForAScalar) {
  const auto engine =
      Engine::load(written_plan(fakes::adds_until_above_ten(), *device_), *device_).value();
  const TensorsByName inputs = {{"rounds", HostTensor::of_int64({1}, {1})},
                                {"first", HostTensor::of_floats({1}, {1})},
                                {"by", HostTensor::of_floats({1}, {4})}};
  const auto outputs = Context::create(engine).value()->run(inputs);
  ASSERT_TRUE(outputs.ok()) << outputs.error().message;
  EXPECT_EQ(outputs->at("last").to_floats(), (std::vector<float>{5}));
}

TEST_F(ScriptTest, AWrongInputIsNamed) {
  const auto engine =
      Engine::load(written_plan(fakes::picks_positive_elements(), *device_), *device_).value();
  const auto context = Context::create(engine).value();
  const auto missing = context->run({});
  EXPECT_EQ(missing.error().message, "input 'x' is missing");
  const auto wrong = context->run({{"x", HostTensor::of_int64({2}, {1, 2})}});
  EXPECT_EQ(wrong.error().message, "input 'x' is int64, float32 is wanted");
}

TEST_F(ScriptTest, ADamagedScriptIsRefused) {
  plan::Plan plan = written_plan(fakes::filters_between_products(), *device_);
  plan.parts.pop_back();
  EXPECT_FALSE(Engine::load(plan, *device_).ok());
  plan = written_plan(fakes::filters_between_products(), *device_);
  for (size_t size = 0; size < plan.script.size(); size += 11) {
    plan::Plan cut = plan;
    cut.script.resize(size);
    if (size == 0) continue;  // no script at all is another sort of plan
    EXPECT_FALSE(Engine::load(cut, *device_).ok()) << size;
  }
}

}  // namespace
}  // namespace nightjar::runtime
