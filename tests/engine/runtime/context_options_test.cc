// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a caller may settle about a context: profiles, buckets, activation memory, output memory.
#include <gtest/gtest.h>

#include "tests/engine/runtime/written_plan.h"
#include "tests/fakes/engine/looping_networks.h"

namespace nightjar::runtime {
namespace {

using fakes::Sketch;
using tensor::Dim;
using tensor::HostTensor;

DimsByName batch(int64_t count) { return {{"x", {count, 4, 8, 8}}}; }

class KeepingAllocator final : public OutputAllocator {
 public:
  void* reallocate(const std::string& output, const tensor::Dims& dims,
                   size_t byte_count) override {
    seen[output] = dims;
    memory[output].resize(byte_count / sizeof(float));
    return refuses ? nullptr : memory[output].data();
  }

  DimsByName seen;
  std::map<std::string, std::vector<float>> memory;
  bool refuses = false;
};

class ContextOptionsTest : public ::testing::Test {
 protected:
  ContextOptionsTest() : device_(device::make_cpu_device(1)) {}

  std::shared_ptr<const Engine> engine_of(const network::Network& network,
                                          std::vector<plan::Profile> profiles = {}) {
    build::BuildOptions options = plain_options();
    options.profiles = std::move(profiles);
    return Engine::load(written_plan(network, *device_, options), *device_).value();
  }

  std::unique_ptr<device::Device> device_;
};

TEST_F(ContextOptionsTest, ExtentsOutsideOfEveryProfileAreRefused) {
  const plan::Profile small = {{{"x", {{1, 4, 8, 8}, {1, 4, 8, 8}, {2, 4, 8, 8}}}}};
  const plan::Profile large = {{{"x", {{6, 4, 8, 8}, {8, 4, 8, 8}, {9, 4, 8, 8}}}}};
  const auto context = Context::create(engine_of(two_convolutions(), {small, large})).value();
  EXPECT_TRUE(context->set_input_dims(batch(2)).ok());
  EXPECT_TRUE(context->set_input_dims(batch(9)).ok());
  EXPECT_FALSE(context->set_input_dims(batch(4)).ok());
  ASSERT_TRUE(context->select_profile(1).ok());
  EXPECT_FALSE(context->set_input_dims(batch(2)).ok());
  EXPECT_EQ(context->select_profile(2).error().message,
            "the plan has 2 profiles and none of number 2");
}

TEST_F(ContextOptionsTest, BucketsStayWithinTheirBytes) {
  const auto engine = engine_of(two_convolutions());
  ContextOptions options;
  options.max_bucket_bytes =
      engine->activation_bytes(batch(1)).value() + engine->activation_bytes(batch(2)).value();
  const auto context = Context::create(engine, options).value();
  for (const int64_t count : {1, 2}) ASSERT_TRUE(context->set_input_dims(batch(count)).ok());
  EXPECT_EQ(context->bucket_count(), 2u);
  ASSERT_TRUE(context->set_input_dims(batch(3)).ok());
  EXPECT_EQ(context->bucket_count(), 1u);
  ASSERT_TRUE(context->set_input_dims(batch(64)).ok());
  EXPECT_EQ(context->bucket_count(), 1u) << "the newest stays, whatever it takes";
}

TEST_F(ContextOptionsTest, ActivationsLieInTheMemoryOfTheCaller) {
  const auto engine = engine_of(two_convolutions());
  const size_t needed = engine->activation_bytes(batch(2)).value();
  auto memory = device_->allocate(needed).value();
  ContextOptions options;
  options.activation_memory = {memory.data(), needed};
  const auto context = Context::create(engine, options).value();
  const auto own = Context::create(engine).value();
  for (const int64_t count : {2, 1, 2}) {
    const auto given = context->run(images_of(count, 0.25f)),
               wanted = own->run(images_of(count, 0.25f));
    ASSERT_TRUE(given.ok()) << given.error().message;
    for (int64_t i = 0; i < wanted->at("y0").count(); ++i) {
      ASSERT_EQ(given->at("y0").value_at(i), wanted->at("y0").value_at(i));
    }
  }
  const Status refused = context->set_input_dims(batch(3));
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("bytes of activation memory"), std::string::npos);
}

TEST_F(ContextOptionsTest, OutputsWithoutMemoryComeFromTheAllocator) {
  const auto context = Context::create(engine_of(two_convolutions())).value();
  KeepingAllocator allocator;
  context->set_output_allocator(&allocator);
  const auto stream = device_->make_stream().value();
  const auto inputs = images_of(3, 0.25f);
  ASSERT_TRUE(context->set_input_dims(batch(3)).ok());
  ASSERT_TRUE(context->bind_input("x", inputs.at("x").bytes()).ok());
  ASSERT_TRUE(context->enqueue(*stream).ok());
  EXPECT_EQ(allocator.seen.at("y0"), context->output_dims("y0").value());
  EXPECT_NE(allocator.memory.at("y0").front(), 0.0f);
  allocator.refuses = true;
  EXPECT_EQ(context->enqueue(*stream).error().message.rfind("the output allocator gave", 0), 0u);
}

TEST_F(ContextOptionsTest, AProfiledPassAsksTheAllocatorToo) {
  const auto context = Context::create(engine_of(two_convolutions())).value();
  KeepingAllocator allocator;
  context->set_output_allocator(&allocator);
  const auto stream = device_->make_stream().value();
  const auto inputs = images_of(3, 0.25f);
  ASSERT_TRUE(context->set_input_dims(batch(3)).ok());
  ASSERT_TRUE(context->bind_input("x", inputs.at("x").bytes()).ok());
  const auto times = context->profile(*stream);
  ASSERT_TRUE(times.ok()) << times.error().message;
  EXPECT_NE(allocator.memory.at("y0").front(), 0.0f);
}

TEST_F(ContextOptionsTest, MemoryOfAnEarlierRunIsNotUsedAgain) {
  const auto context = Context::create(engine_of(two_convolutions())).value();
  const auto stream = device_->make_stream().value();
  const auto missing = [&](const std::string& name) {
    for (const Status& status :
         {context->enqueue(*stream), Status(context->profile(*stream).error())}) {
      EXPECT_FALSE(status.ok());
      EXPECT_EQ(status.error().message.rfind("'" + name + "' has no memory", 0), 0u);
    }
  };
  ASSERT_TRUE(context->run(images_of(2, 0.25f)).ok());
  missing("x");
  const auto inputs = images_of(2, 0.25f);
  ASSERT_TRUE(context->bind_input("x", inputs.at("x").bytes()).ok());
  missing("y0");
  KeepingAllocator allocator;
  context->set_output_allocator(&allocator);
  ASSERT_TRUE(context->enqueue(*stream).ok());
  context->set_output_allocator(nullptr);
  missing("y0");
}

/// An input that needs memory counts although an empty one stands before it.
TEST_F(ContextOptionsTest, EveryInputIsAskedForItsMemory) {
  Sketch sketch;
  const auto none = sketch.input("none", {Dim::symbol("N"), 4});
  const auto some = sketch.input("some", {2, 4});
  sketch.output(sketch.op("Relu", {none}));
  sketch.output(sketch.op("Relu", {some}));
  const auto context = Context::create(engine_of(sketch.network())).value();
  const auto stream = device_->make_stream().value();
  ASSERT_TRUE(context->set_input_dims({{"none", {0, 4}}, {"some", {2, 4}}}).ok());
  const Status status = context->enqueue(*stream);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().message.rfind("'some' has no memory", 0), 0u) << status.error().message;
}

TensorsByName rows_of(int64_t count) {
  const std::vector<float> values(static_cast<size_t>(count) * 4, 1.0f);
  return {{"x", HostTensor::of_floats({count, 4}, values)}};
}

TEST_F(ContextOptionsTest, AScriptKeepsToItsProfiles) {
  const plan::Profile profile = {{{"x", {{1, 4}, {2, 4}, {3, 4}}}}};
  const auto engine = engine_of(fakes::filters_between_products(), {profile});
  ASSERT_TRUE(engine->is_scripted());
  const auto context = Context::create(engine).value();
  EXPECT_TRUE(context->run(rows_of(3)).ok());
  const auto refused = context->run(rows_of(4));
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("outside of the profile"), std::string::npos);
  EXPECT_FALSE(context->bind_input("z", nullptr).ok()) << "there is no such input";
}

TEST_F(ContextOptionsTest, AScriptsPartsKeepToTheOptions) {
  const auto engine = engine_of(fakes::filters_between_products());
  ASSERT_TRUE(engine->is_scripted());
  ASSERT_FALSE(engine->plan().parts.empty());
  ContextOptions options;
  options.max_buckets = 1;
  const auto context = Context::create(engine, options).value();
  for (const int64_t count : {1, 2, 3}) ASSERT_TRUE(context->run(rows_of(count)).ok());
  EXPECT_EQ(context->bucket_count(), engine->plan().parts.size());
}

TEST_F(ContextOptionsTest, AScriptIsProfiledIntoToo) {
  const auto engine = engine_of(fakes::filters_between_products());
  const auto context = Context::create(engine).value();
  std::vector<StepTime> times;
  context->profile_into(&times);
  ASSERT_TRUE(context->run(rows_of(2)).ok());
  ASSERT_TRUE(context->run(rows_of(2)).ok());
  context->profile_into(nullptr);
  EXPECT_EQ(times.size(), 2 * engine->plan().steps.size());
  ASSERT_TRUE(context->run(rows_of(2)).ok());
  EXPECT_EQ(times.size(), 2 * engine->plan().steps.size());
}

TEST_F(ContextOptionsTest, OutputsWhoseShapeValuesDecideComeFromTheAllocator) {
  Sketch sketch;
  const auto x = sketch.input("x", {6});
  sketch.output(sketch.op("NonZero", {x}));
  const auto context = Context::create(engine_of(sketch.network())).value();
  KeepingAllocator allocator;
  context->set_output_allocator(&allocator);
  const auto stream = device_->make_stream().value();
  for (const auto& [values, count] :
       {std::pair{std::vector<float>{0, 1, 0, 2, 3, 0}, 3}, {{0, 0, 0, 0, 0, 9}, 1}}) {
    const HostTensor input = HostTensor::of_floats({6}, values);
    ASSERT_TRUE(context->set_input_dims({{"x", {6}}}).ok());
    ASSERT_TRUE(context->bind_input("x", input.bytes()).ok());
    ASSERT_TRUE(context->enqueue(*stream).ok());
    EXPECT_EQ(allocator.seen.at("y0"), (tensor::Dims{1, count}));
  }
}

}  // namespace
}  // namespace nightjar::runtime
