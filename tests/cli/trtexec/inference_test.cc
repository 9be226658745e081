// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/trtexec/inference.h"

#include <gtest/gtest.h>

#include "engine/build/builder.h"
#include "kernels/common/tactic.h"

namespace nightjar::cli::trtexec {
namespace {

/// Launches that do nothing, of which the fourth fails.
class FailingLaunches final : public kernels::Launchable {
 public:
  Status launch(const kernels::LaunchArguments&) override {
    return ++launches_ < 4 ? Status() : internal_error("the kernel gave up");
  }

 private:
  int launches_ = 0;
};

class FailingTactic final : public kernels::Tactic {
 public:
  std::string_view name() const override { return "gemm.failing.v1"; }
  std::string_view family() const override { return "gemm"; }
  kernels::TacticSource source() const override { return kernels::TacticSource::kOwn; }
  bool supports(const kernels::Problem&, const device::DeviceInfo&) const override { return true; }
  Result<std::unique_ptr<kernels::Launchable>> open(const kernels::Problem&, const std::string&,
                                                    std::span<const std::byte>,
                                                    device::Device&) const override {
    return std::unique_ptr<kernels::Launchable>(std::make_unique<FailingLaunches>());
  }
};

/// One product, by that tactic.
class FailingEngine {
 public:
  FailingEngine() : device_(device::make_cpu_device(1)) {
    network::Network network;
    network::Op product;
    product.type = "MatMul";
    product.inputs = {
        network.add_input("x", {tensor::DataType::kFloat32, {8, 16}}),
        network.add_constant("w", tensor::HostTensor(tensor::DataType::kFloat32, {16, 4}))};
    network.add_output(network.add_op(std::move(product), 1)->front(), "y");
    build::BuildOptions options;
    options.allowed_sources = {"plain"};
    auto outcome = build::build_plan(network, *device_, options, SystemClock());
    EXPECT_TRUE(outcome.ok()) << outcome.error().message;
    outcome->plan.steps.at(0).tactic = tactic_.name();
    engine_ = runtime::Engine::load(std::move(outcome->plan), *device_, {&tactic_}).value();
  }

  Result<InferenceRun> run(const InferenceSettings& settings) const {
    const runtime::TensorsByName inputs = {
        {"x", tensor::HostTensor(tensor::DataType::kFloat32, {8, 16})}};
    return run_queries(engine_, inputs, settings, SystemClock());
  }

 private:
  std::unique_ptr<device::Device> device_;
  FailingTactic tactic_;
  std::shared_ptr<const runtime::Engine> engine_;
};

TEST(TrtexecInference, WhatFailsInTheWarmUpIsNotForgotten) {
  InferenceSettings settings;
  settings.iterations = 0;
  settings.duration_s = 0;
  settings.warm_up_ms = 60'000;
  const auto run = FailingEngine().run(settings);
  ASSERT_FALSE(run.ok());
  EXPECT_NE(run.error().message.find("the kernel gave up"), std::string::npos);
}

TEST(TrtexecInference, WhatFailsLaterIsNamedToo) {
  InferenceSettings settings;
  settings.iterations = 5;
  settings.duration_s = settings.warm_up_ms = 0;
  EXPECT_FALSE(FailingEngine().run(settings).ok());
}

}  // namespace
}  // namespace nightjar::cli::trtexec
