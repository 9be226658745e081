// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/models/plan_files.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/digest.h"
#include "tests/worker/temporary_folder.h"

namespace nightjar::runners {
namespace {

/// A plan without steps, of which every one made is different.
std::vector<std::byte> small_plan(int number) {
  plan::Plan plan;
  plan.model_name = "m" + std::to_string(number);
  plan.precision = "fp32";
  plan.decisions_json = "{}";
  return plan::write_plan(plan);
}

class PlanFilesTest : public testing::Test {
 protected:
  PlanFiles kept_by(const std::string& program) {
    return {folder_.path(), program,
            [this](const PlanRequest&, const Monitor&) -> Result<std::vector<std::byte>> {
              return small_plan(++made_);
            }};
  }
  Result<PlanFile> obtain(const std::string& program = "p1") {
    return kept_by(program).obtain({model_, network_, *device_, scenario_, "", {}}, {});
  }

  worker::TemporaryFolder folder_;
  Model model_{"net", {}, "digest", "", ""};
  network::Network network_;
  std::unique_ptr<device::Device> device_ = device::make_cpu_device(1);
  scenarios::Scenario scenario_;
  int made_ = 0;
};

TEST_F(PlanFilesTest, APlanIsBuiltOnceAndReadFromItsBytes) {
  const auto first = obtain();
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_FALSE(first->was_kept);
  EXPECT_EQ(first->digest, sha256_hex(small_plan(1)));
  EXPECT_EQ(first->decisions_digest, sha256_hex(std::string_view("{}")));
  EXPECT_EQ(first->byte_count, static_cast<int64_t>(small_plan(1).size()));
  const auto again = obtain();
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->was_kept);
  EXPECT_EQ(again->digest, first->digest);
  EXPECT_EQ(made_, 1);
}

TEST_F(PlanFilesTest, WhateverAPlanDependsOnNamesAnother) {
  ASSERT_TRUE(obtain().ok());
  ASSERT_TRUE(obtain("p2").ok());
  scenario_.precision = scenarios::Precision::kBf16;
  ASSERT_TRUE(obtain().ok());
  scenario_.batch = 8;
  ASSERT_TRUE(obtain().ok());
  scenario_.shapes["x"] = {8, 3};
  ASSERT_TRUE(obtain().ok());
  scenario_.build_options["optimize"] = "off";
  ASSERT_TRUE(obtain().ok());
  model_.digest = "other";
  ASSERT_TRUE(obtain().ok());
  device_ = device::make_cpu_device(2);
  ASSERT_TRUE(obtain().ok());
  EXPECT_EQ(made_, 8);
  scenario_.pattern = scenarios::Pattern::kOffline;
  ASSERT_TRUE(obtain().ok());
  EXPECT_EQ(made_, 8) << "how it is measured does not change a plan";
}

TEST_F(PlanFilesTest, AFreshPlanAndADamagedFileAreBuiltAnew) {
  const auto first = obtain();
  ASSERT_TRUE(first.ok());
  std::ofstream(first->path, std::ios::trunc) << "rubbish";
  ASSERT_TRUE(obtain().ok());
  EXPECT_EQ(made_, 2);
  scenario_.build_options["plan"] = "fresh";
  ASSERT_TRUE(obtain().ok());
  ASSERT_TRUE(obtain().ok());
  EXPECT_EQ(made_, 4);
}

TEST_F(PlanFilesTest, TimingsAreKeptUnlessAFreshPlanIsWanted) {
  const SystemClock clock;
  const std::string path = folder_.path() + "/timings";
  network::Op product;
  product.type = "MatMul";
  product.inputs = {
      network_.add_input("x", {tensor::DataType::kFloat32, {8, 16}}),
      network_.add_constant("w", tensor::HostTensor(tensor::DataType::kFloat32, {16, 4}))};
  network_.add_output(network_.add_op(std::move(product), 1)->front(), "y");
  scenario_.build_options = {{"plan", "fresh"}};
  const PlanRequest request{model_, network_, *device_, scenario_, "", {}};
  ASSERT_TRUE(build_with_engine(request, {}, clock, path).ok());
  EXPECT_EQ(build::load_timing_cache(path)->size(), 0u);
  scenario_.build_options.clear();
  const auto first = build_with_engine(request, {}, clock, path);
  ASSERT_TRUE(first.ok()) << first.error().message;
  EXPECT_GT(build::load_timing_cache(path)->size(), 0u);
  const auto second = build_with_engine(request, {}, clock, path);
  ASSERT_TRUE(second.ok()) << second.error().message;
  EXPECT_EQ(*first, *second);
}

TEST_F(PlanFilesTest, BuildOptionsAreUnderstoodOrRefused) {
  const SystemClock clock;
  const auto refusal = [&](const std::string& name, const std::string& value) {
    scenario_.build_options = {{name, value}};
    const auto built =
        build_with_engine({model_, network_, *device_, scenario_, "", {}}, {}, clock);
    return built.ok() ? "" : built.error().message;
  };
  EXPECT_EQ(refusal("optimize", "maybe"),
            "build option 'optimize: maybe' is not understood; write on or off");
  EXPECT_EQ(refusal("plan", "new"),
            "build option 'plan: new' is not understood; write kept or fresh");
  EXPECT_EQ(refusal("tuning_budget_s", "1e9"),
            "build option 'tuning_budget_s: 1e9' is not understood; write whole seconds up to a "
            "day");
  EXPECT_EQ(refusal("level", "5"),
            "build option 'level: 5' is not understood; known are plan, optimize, sources and "
            "tuning_budget_s");
  scenario_.precision = scenarios::Precision::kFp8;
  EXPECT_EQ(refusal("optimize", "on"),
            "the builder does not do fp8 yet; choose fp32, bf16, int8 or, on a GPU, fp16 or tf32");
}

}  // namespace
}  // namespace nightjar::runners
