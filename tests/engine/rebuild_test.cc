// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Every model of the zoo, built ten times from one decisions file: one digest.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ostream>

#include "base/digest.h"
#include "engine/engine.h"
#include "scenarios/zoo/zoo.h"

namespace nightjar::zoo {

/// As the name of a test says it, instead of its bytes.
static void PrintTo(const ModelInfo& model, std::ostream* out) { *out << model.name; }

}  // namespace nightjar::zoo

namespace nightjar::engine {
namespace {

constexpr int64_t kSmallModel = 6'000'000;  // parameters

class RebuildTest : public ::testing::TestWithParam<zoo::ModelInfo> {};

TEST_P(RebuildTest, TenRebuildsAreOneDigest) {
  const bool all = std::getenv("NIGHTJAR_ALL_MODELS") != nullptr;
  if (!all && GetParam().parameters > kSmallModel) {
    GTEST_SKIP() << "a large model: set NIGHTJAR_ALL_MODELS, or run ctest -C slow -L slow";
  }
  const Network network = zoo::make_network(GetParam().name).value();
  const auto device = device::make_cpu_device(1);
  BuildOptions options;
  options.model_name = GetParam().name;
  options.level = 1;
  const auto first = build::build_plan(network, *device, options, SystemClock());
  ASSERT_TRUE(first.ok()) << first.error().message;
  const std::string digest = sha256_hex(first->bytes);
  options.decisions_json = first->plan.decisions_json;
  for (int i = 0; i < 10; ++i) {
    const auto again = build::build_plan(network, *device, options, SystemClock());
    ASSERT_TRUE(again.ok()) << again.error().message;
    ASSERT_EQ(sha256_hex(again->bytes), digest) << "rebuild " << i;
    ASSERT_EQ(again->steps_from_decisions, again->plan.steps.size());
  }
}

INSTANTIATE_TEST_SUITE_P(Zoo, RebuildTest, ::testing::ValuesIn(zoo::models()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace nightjar::engine
