// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The whole way through the face: a model's bytes, a plan's bytes, an answer.
#include "engine/engine.h"

#include <gtest/gtest.h>

#include "scenarios/zoo/zoo.h"

namespace nightjar::engine {
namespace {

TEST(EngineFace, AnExportedModelRunsFromItsPlan) {
  const auto bytes = zoo::make_model("policy_mlp").value();
  const Network network = onnx::import_model(bytes, "").value();
  const auto device = device::make_cpu_device(1);
  BuildOptions options;
  options.model_name = "policy_mlp";
  auto outcome = build::build_plan(network, *device, options, SystemClock()).value();
  const auto kept = std::make_shared<std::vector<std::byte>>(std::move(outcome.bytes));
  const auto engine = Engine::load(plan::read_plan(*kept, kept).value(), *device).value();
  const auto context = Context::create(engine).value();

  const HostTensor observation = HostTensor::of_floats({3, 64}, std::vector<float>(192, 0.1f));
  const auto expected = reference::run(network, {{"observation", observation}}).value();
  const auto found = context->run({{"observation", observation}}).value();
  ASSERT_EQ(expected.size(), found.size());
  for (const auto& [name, want] : expected) {
    for (int64_t i = 0; i < want.count(); ++i) {
      EXPECT_NEAR(want.value_at(i), found.at(name).value_at(i), 1e-4) << name << ' ' << i;
    }
  }
}

TEST(EngineFace, LibrariesHaveVersions) { EXPECT_FALSE(library_versions().at("onednn").empty()); }

}  // namespace
}  // namespace nightjar::engine
