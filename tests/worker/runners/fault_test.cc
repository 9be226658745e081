// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/fault.h"

#include <gtest/gtest.h>

namespace nightjar::runners {
namespace {

/// Three steps of 10, 30 and 20 µs, and whatever delay is put in.
class FakeContext : public StepProfiler, public measure::Subject {
 public:
  Result<std::vector<runtime::StepTime>> profile() override {
    std::vector<runtime::StepTime> times{{0, 10e3}, {1, 30e3}, {2, 20e3}};
    if (delay.ns > 0) times[delay.step].ns += delay.ns;
    return times;
  }
  void inject_delay(runtime::InjectedDelay wanted) override { delay = wanted; }
  Status take_sample(measure::SampleParts& parts) override {
    parts.compute_ns = 60'000 + static_cast<int64_t>(delay.ns);
    parts.latency_ns = parts.compute_ns + 5'000;
    return {};
  }

  runtime::InjectedDelay delay;
};

plan::Plan three_steps() {
  plan::Plan plan;
  for (const char* name : {"conv1", "conv2", "fc"}) {
    plan::PlanStep step;
    step.name = name;
    step.nodes = {name, std::string(name) + "/relu"};
    plan.steps.push_back(std::move(step));
  }
  return plan;
}

Result<std::string> inject(FakeContext& context, const std::string& layer) {
  const ManualClock clock;
  return inject_fault({"resnet50", 0.2, layer}, three_steps(), context, context, clock);
}

TEST(Fault, TheSlowestStepIsSlowedByAShareOfTheModelsOwnTime) {
  FakeContext context;
  const auto sentence = inject(context, "");
  ASSERT_TRUE(sentence.ok());
  EXPECT_EQ(*sentence, "slowed resnet50 by 20 % at layer conv2 (asked for by --inject-slowdown)");
  EXPECT_EQ(context.delay.step, 1u);
  EXPECT_DOUBLE_EQ(context.delay.ns, 12'000);
}

TEST(Fault, ANamedLayerIsFoundByAnyNodeItCameFrom) {
  FakeContext context;
  const auto sentence = inject(context, "fc/relu");
  ASSERT_TRUE(sentence.ok());
  EXPECT_EQ(context.delay.step, 2u);
  EXPECT_EQ(*sentence, "slowed resnet50 by 20 % at layer fc (asked for by --inject-slowdown)");
}

TEST(Fault, AnUnknownLayerIsRefusedAndNothingIsSlowed) {
  FakeContext context;
  const auto sentence = inject(context, "conv9");
  ASSERT_FALSE(sentence.ok());
  EXPECT_EQ(sentence.error().message,
            "the fault is for layer 'conv9', and no step of model 'resnet50' came from it; leave "
            "the layer out for the slowest one");
  EXPECT_EQ(context.delay.ns, 0);
}

TEST(Fault, APlanWithoutStepsCannotBeSlowed) {
  FakeContext context;
  const ManualClock clock;
  EXPECT_FALSE(inject_fault({"m", 0.2, ""}, plan::Plan(), context, context, clock).ok());
}

}  // namespace
}  // namespace nightjar::runners
