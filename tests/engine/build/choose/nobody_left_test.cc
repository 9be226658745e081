// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "engine/build/choose/contest.h"
#include "kernels/common/tactic.h"

namespace nightjar::build {
namespace {

/// The CPU, calling itself a GPU: it runs what it is given, but neither plain nor host are its own.
class SeemingGpu final : public device::Device {
 public:
  SeemingGpu() : cpu_(device::make_cpu_device(1)), info_(cpu_->info()) {
    info_.kind = device::DeviceKind::kCuda;
  }
  const device::DeviceInfo& info() const override { return info_; }
  Result<device::Buffer> allocate(size_t byte_count) override { return cpu_->allocate(byte_count); }
  Result<std::unique_ptr<device::Stream>> make_stream() override { return cpu_->make_stream(); }
  Result<std::unique_ptr<device::Event>> make_event() override { return cpu_->make_event(); }
  Status copy_to_device(void* to, const void* from, size_t bytes, device::Stream& on) override {
    return cpu_->copy_to_device(to, from, bytes, on);
  }
  Status copy_to_host(void* to, const void* from, size_t bytes, device::Stream& on) override {
    return cpu_->copy_to_host(to, from, bytes, on);
  }

 private:
  std::unique_ptr<device::Device> cpu_;
  device::DeviceInfo info_;
};

class AddsToOneFloat final : public kernels::Launchable {
 public:
  explicit AddsToOneFloat(float more) : more_(more) {}
  Status launch(const kernels::LaunchArguments& arguments) override {
    *static_cast<float*>(arguments.outputs[0]) =
        *static_cast<const float*>(arguments.inputs[0]) + more_;
    return {};
  }

 private:
  float more_;
};

/// Of a family the program does not know.
class PluginTactic final : public kernels::Tactic {
 public:
  PluginTactic(std::string name, kernels::TacticSource source, float more)
      : name_(std::move(name)), source_(source), more_(more) {}
  std::string_view name() const override { return name_; }
  std::string_view family() const override { return "addition"; }
  kernels::TacticSource source() const override { return source_; }
  bool supports(const kernels::Problem&, const device::DeviceInfo&) const override { return true; }
  Result<std::unique_ptr<kernels::Launchable>> open(const kernels::Problem&, const std::string&,
                                                    std::span<const std::byte>,
                                                    device::Device&) const override {
    return std::unique_ptr<kernels::Launchable>(std::make_unique<AddsToOneFloat>(more_));
  }

 private:
  std::string name_;
  kernels::TacticSource source_;
  float more_;
};

class NobodyLeftTest : public ::testing::Test {
 protected:
  Result<Choice> hold(device::Device& device) {
    const tensor::TensorDesc one{tensor::DataType::kFloat32, {1}};
    const kernels::Problem problem{"addition", {}, {one}, {one}};
    const Question question{problem, problem,         problem, std::nullopt,
                            {{}},    {{&wrong_, ""}}, &plain_};
    return hold_contest(question, {effort_of(1)}, device, SystemClock());
  }

  const PluginTactic plain_{"addition.plain.v1", kernels::TacticSource::kPlain, 1};
  const PluginTactic wrong_{"addition.wrong.v1", kernels::TacticSource::kOwn, 3};
};

TEST_F(NobodyLeftTest, APluginsPlainTacticStandsInOnItsOwnDevice) {
  const auto cpu = device::make_cpu_device(1);
  const auto choice = hold(*cpu);
  ASSERT_TRUE(choice.ok()) << choice.error().message;
  EXPECT_EQ(choice->winner.tactic, &plain_);
  EXPECT_FALSE(choice->is_lasting);
}

TEST_F(NobodyLeftTest, NobodyWhoWasThrownOutWinsElsewhere) {
  SeemingGpu gpu;
  const auto choice = hold(gpu);
  ASSERT_FALSE(choice.ok()) << choice->winner.tactic->name();
  const std::string& sentence = choice.error().message;
  EXPECT_NE(sentence.find("addition.wrong.v1: "), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("the plain answer is"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("allow more tactic sources"), std::string::npos) << sentence;
}

}  // namespace
}  // namespace nightjar::build
