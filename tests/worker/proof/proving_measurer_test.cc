// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Measuring processes that are made up: who is asked for what, and what is heard of it.
#include "worker/proof/proving_measurer.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include "tests/worker/temporary_folder.h"

namespace nightjar::worker::proof {
namespace {

struct Asked {
  std::string program;
  wire::Lease lease;
};

/// Answers every job at once; the old program's plans take 1 ms, this one's 1.2 ms.
class QuickMeasurer final : public Measurer {
 public:
  QuickMeasurer(std::string program, std::vector<Asked>& asked)
      : program_(std::move(program)), asked_(asked) {}
  Status start(const wire::Lease& lease) override {
    asked_.push_back({program_, lease});
    lease_ = lease;
    return {};
  }
  void stop() override { lease_.reset(); }
  int fd() const override { return lease_ ? 0 : -1; }
  std::optional<Event> hear() override {
    if (!lease_) return std::nullopt;
    record::JobResult result;
    result.latency.count = 10;
    result.latency.median_ns = program_ == "own" ? 1.2e6 : 1e6;
    result.plan_digest = lease_->side.plan_digest;
    const Event event = JobEnded{lease_->job_id, lease_->token, result};
    lease_.reset();
    return event;
  }

 private:
  std::string program_;
  std::vector<Asked>& asked_;
  std::optional<wire::Lease> lease_;
};

class ProvingMeasurerTest : public testing::Test {
 protected:
  ProvingMeasurerTest() {
    environment_.worker_binary_digest = "bb";
    environment_.host = "here";
    lease_.job_id = 7;
    lease_.token = 3;
    lease_.scenario.model = "resnet50";
    lease_.scenario.sampling.max_duration_ns = 30'000'000'000;
  }

  void keep(const std::string& name) {
    std::filesystem::create_directories(folder_.path() + "/sides");
    std::ofstream(folder_.path() + "/sides/" + name) << "x";
  }
  ProvingMeasurer measurer() {
    const auto make = [this](const std::string& program) -> std::unique_ptr<Measurer> {
      return std::make_unique<QuickMeasurer>(program, asked_);
    };
    return {{make, "own", environment_, runners::SideFiles(folder_.path() + "/sides", 1000)},
            clock_};
  }
  void suspect() {
    lease_.proof.emplace();
    lease_.proof->old_sides = {{"cc", "0c", ""}, {"aa", "0a", ""}};
    lease_.proof->new_side = {"bb", "0b", ""};
    lease_.proof->baseline_ns = 1e6;
    lease_.proof->budget_ns = 1'000'000'000;
  }
  record::JobResult work(ProvingMeasurer& measurer) {
    EXPECT_TRUE(measurer.start(lease_).ok());
    for (int heard = 0; heard < 1000; ++heard) {
      auto event = measurer.hear();
      if (!event) break;
      if (auto* end = std::get_if<JobEnded>(&*event)) return end->result;
      EXPECT_EQ(std::get<StageReached>(*event).job_id, 7);
    }
    ADD_FAILURE() << "it has not ended";
    return {};
  }

  TemporaryFolder folder_;
  ManualClock clock_{1000};
  record::Environment environment_;
  wire::Lease lease_;
  std::vector<Asked> asked_;
};

TEST_F(ProvingMeasurerTest, OtherJobsAreHandedThrough) {
  ProvingMeasurer one = measurer();
  const record::JobResult result = work(one);
  ASSERT_EQ(asked_.size(), 1u);
  EXPECT_EQ(asked_[0].lease, lease_);
  EXPECT_FALSE(result.proof);
}

TEST_F(ProvingMeasurerTest, EachSideIsRunByItsProgramWithShortSampling) {
  for (const char* name : {"0a.plan", "0b.plan", "aa.program"}) keep(name);
  suspect();
  ProvingMeasurer one = measurer();
  const record::JobResult result = work(one);
  ASSERT_TRUE(result.proof);
  EXPECT_EQ(result.proof->outcome, record::ProofOutcome::kConfirmed);
  EXPECT_EQ(result.latency.median_ns, 1.2e6);
  EXPECT_EQ(result.environment, environment_);
  ASSERT_EQ(asked_.size(), 16u) << "two comparisons of four pairs";
  EXPECT_EQ(asked_[0].program, "own");
  EXPECT_EQ(asked_[0].lease.side.plan_digest, "0b");
  EXPECT_EQ(asked_[1].program, folder_.path() + "/sides/aa.program");
  EXPECT_EQ(asked_[1].lease.side.plan_digest, "0a") << "0c is not kept";
  for (const Asked& asked : asked_) {
    EXPECT_FALSE(asked.lease.proof);
    EXPECT_LE(asked.lease.scenario.sampling.max_duration_ns, 500'000'000);
  }
}

TEST_F(ProvingMeasurerTest, TheOldSideRunsWithoutTheFault) {
  for (const char* name : {"0a.plan", "0b.plan"}) keep(name);
  suspect();
  lease_.proof->old_sides[1].program_digest = "bb";
  lease_.fault = {"resnet50", 0.2, ""};
  ProvingMeasurer one = measurer();
  work(one);
  ASSERT_GE(asked_.size(), 2u);
  EXPECT_FALSE(asked_[0].lease.fault.empty());
  EXPECT_TRUE(asked_[1].lease.fault.empty());
}

TEST_F(ProvingMeasurerTest, WhatIsNotKeptEndsTheJobWithItsReason) {
  suspect();
  ProvingMeasurer one = measurer();
  const record::JobResult result = work(one);
  EXPECT_EQ(result.outcome, record::Outcome::kDone);
  ASSERT_TRUE(result.proof);
  EXPECT_EQ(result.proof->outcome, record::ProofOutcome::kUnproven);
  EXPECT_TRUE(asked_.empty());
}

TEST_F(ProvingMeasurerTest, AStoppedProofIsNeverHeardOfAgain) {
  for (const char* name : {"0a.plan", "0b.plan"}) keep(name);
  suspect();
  ProvingMeasurer one = measurer();
  ASSERT_TRUE(one.start(lease_).ok());
  one.stop();
  EXPECT_FALSE(one.hear());
  EXPECT_EQ(one.fd(), -1);
  lease_.proof.reset();
  EXPECT_FALSE(work(one).proof);
}

}  // namespace
}  // namespace nightjar::worker::proof
