// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The sides that a repeat may ask for.
#include "worker/runners/workplace.h"

#include <gtest/gtest.h>

#include "tests/worker/runners/small_workplace.h"

namespace nightjar::runners {
namespace {

using Source = wire::SideChoice::Source;

class SidesTest : public testing::Test {
 protected:
  Result<PlanFile> plan(Source source, const std::string& digest = "") {
    lease_.side = {source, digest};
    NIGHTJAR_ASSIGN(const auto planned, plan_model(workplace_.get(), lease_, {}));
    return planned.file;
  }

  SmallWorkplace workplace_;
  wire::Lease lease_ = SmallWorkplace::lease(scenarios::Kind::kInference);
};

TEST_F(SidesTest, AKeptPlanIsRunAsItsBytesWere) {
  const auto own = plan(Source::kOwn);
  ASSERT_TRUE(own.ok()) << own.error().message;
  const auto kept = plan(Source::kKeptPlan, own->digest);
  ASSERT_TRUE(kept.ok()) << kept.error().message;
  EXPECT_EQ(kept->digest, own->digest);
  EXPECT_NE(kept->path, own->path);
}

TEST_F(SidesTest, ABuildFromKeptDecisionsIsTheSamePlan) {
  const auto own = plan(Source::kOwn);
  const auto rebuilt = plan(Source::kKeptDecisions, own->digest);
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.error().message;
  EXPECT_EQ(rebuilt->decisions_digest, own->decisions_digest);
  EXPECT_TRUE(workplace_.get().sides.find_plan(rebuilt->digest)) << "for the next repeat";
}

TEST_F(SidesTest, AFreshBuildTakesNothingThatIsKept) {
  ASSERT_TRUE(plan(Source::kOwn).ok());
  const int builds = workplace_.builds();
  const auto fresh = plan(Source::kFresh);
  ASSERT_TRUE(fresh.ok()) << fresh.error().message;
  EXPECT_EQ(workplace_.builds(), builds + 1);
}

TEST_F(SidesTest, WhatIsNotKeptIsSaid) {
  for (const Source source : {Source::kKeptPlan, Source::kKeptDecisions}) {
    const auto absent = plan(source, "0123456789abcdef");
    ASSERT_FALSE(absent.ok());
    EXPECT_EQ(absent.error().message, "plan 0123456789ab is not kept any more");
  }
}

}  // namespace
}  // namespace nightjar::runners
