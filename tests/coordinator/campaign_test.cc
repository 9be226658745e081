// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "coordinator/campaign.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "tests/coordinator/examples.h"
#include "tests/coordinator/memory_channel.h"

namespace nightjar::coordinator {
namespace {

namespace fs = std::filesystem;

struct Deaf final : Listener {
  void notice(const Notice&) override {}
  void trouble(const std::string& sentence) override { ADD_FAILURE() << sentence; }
};

class CampaignTest : public testing::Test {
 protected:
  void SetUp() override {
    path_ = fs::path(testing::TempDir()) /
            (std::string("campaign_") +
             testing::UnitTest::GetInstance()->current_test_info()->name() + ".db");
    fs::remove(path_);
    auto store = store::Store::open(path_.string());
    ASSERT_TRUE(store.ok()) << store.error().message;
    store_ = std::make_unique<store::Store>(std::move(*store));
    auto server = Server::start({*store_, channel_, clock_, deaf_}, Policy());
    ASSERT_TRUE(server.ok()) << server.error().message;
    server_ = std::make_unique<Server>(std::move(*server));
  }
  void TearDown() override {
    server_.reset();
    store_.reset();
    fs::remove(path_);
  }

  Campaign campaign(const std::vector<std::string>& models, int64_t proof_budget_ns = 0) {
    CampaignOrder order;
    order.proof.budget_ns = proof_budget_ns;
    order.run.suite_name = "tiny";
    for (const std::string& model : models) order.run.scenarios.push_back(scenario_of(model));
    return {*server_, *store_, clock_, order};
  }

  wire::DesiredState hear(const wire::WorkerState& worker) {
    channel_.sent.clear();
    channel_.put("peer", wire::Message(worker));
    EXPECT_TRUE(server_->turn(0, -1).ok());
    return std::get<wire::DesiredState>(channel_.sent.back().second);
  }

  /// Does every job of a campaign; those of "broken" fail.
  void work_through(Campaign& campaign, double median_ns) {
    hear(idle_worker("w"));
    ASSERT_TRUE(campaign.advance().ok());
    auto desired = hear(idle_worker("w"));
    while (desired.lease) {
      wire::WorkerState done = busy_worker("w", desired.lease->job_id, desired.lease->token);
      done.result = desired.lease->scenario.model == "broken" ? failed_result("it is broken")
                                                              : good_result(median_ns);
      desired = hear(done);
    }
    ASSERT_TRUE(campaign.advance().ok());
    ASSERT_TRUE(campaign.is_over());
  }

  fs::path path_;
  ManualClock clock_{1'000 * kSecondNs};
  Deaf deaf_;
  MemoryChannel channel_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Server> server_;
};

TEST_F(CampaignTest, TheFirstRunIsNewAndTheSecondIsJudgedAgainstIt) {
  Campaign first = campaign({"a", "b"});
  work_through(first, 1'000'000);
  ASSERT_EQ(first.verdicts().size(), 2u);
  EXPECT_EQ(first.verdicts()[0].kind, record::VerdictKind::kNew);
  EXPECT_EQ(count_alarms(first.verdicts()).regressed, 0);

  Campaign second = campaign({"a", "b"});
  work_through(second, 1'000'000);
  EXPECT_EQ(second.verdicts()[0].kind, record::VerdictKind::kOk);
  EXPECT_EQ(second.verdicts()[0].baseline_run, 1);
  EXPECT_TRUE(second.run().finished());

  Campaign third = campaign({"a"});
  work_through(third, 3'000'000);
  ASSERT_EQ(third.verdicts().size(), 1u);
  EXPECT_EQ(third.verdicts()[0].kind, record::VerdictKind::kRegressed);
  EXPECT_EQ(count_alarms(third.verdicts()).regressed, 1);
  EXPECT_EQ(store_->verdicts().load(3)->size(), 1u);
}

/// A run that is three times as slow as the one before, up to the lease that repeats it.
class SuspicionTest : public CampaignTest {
 protected:
  static wire::WorkerState prover(wire::WorkerState worker) {
    worker.scenario_kinds.emplace_back(wire::kProofKind);
    return worker;
  }

  wire::Lease suspect(Campaign& campaign) {
    hear(prover(idle_worker("w")));
    EXPECT_TRUE(campaign.advance().ok());
    const auto measuring = hear(prover(idle_worker("w"))).lease;
    wire::WorkerState done = busy_worker("w", measuring->job_id, measuring->token);
    done.result = good_result(3'000'000);
    hear(done);
    EXPECT_TRUE(campaign.advance().ok());
    EXPECT_FALSE(campaign.is_over());
    EXPECT_EQ(campaign.suspected(), 1);
    EXPECT_FALSE(hear(idle_worker("w")).lease) << "this worker cannot repeat";
    const auto lease = hear(prover(idle_worker("w"))).lease;
    EXPECT_TRUE(lease && lease->proof);
    return lease.value_or(wire::Lease());
  }

  void finish(Campaign& campaign, const wire::Lease& lease, record::ProofOutcome outcome,
              const record::Proof& proof = {}) {
    wire::WorkerState done = busy_worker("w", lease.job_id, lease.token);
    done.result = good_result(1'000'000);
    done.result->proof = proof;
    done.result->proof->outcome = outcome;
    done.result->proof->sentence = "it was repeated";
    hear(done);
    ASSERT_TRUE(campaign.advance().ok());
    ASSERT_TRUE(campaign.is_over());
    ASSERT_EQ(campaign.verdicts().size(), 1u);
  }
};

TEST_F(SuspicionTest, WhatRepeatsSayOverrulesTheVerdict) {
  Campaign first = campaign({"a"});
  work_through(first, 1'000'000);
  Campaign second = campaign({"a"}, kSecondNs);
  const wire::Lease lease = suspect(second);
  EXPECT_EQ(lease.proof->baseline_ns, 1'000'000);
  EXPECT_EQ(lease.proof->host, "here");
  EXPECT_EQ(lease.proof->new_side, (record::Side{"abcdef", "abc", "abc"}));
  ASSERT_EQ(lease.proof->old_sides.size(), 1u);
  finish(second, lease, record::ProofOutcome::kNoise);
  EXPECT_EQ(second.verdicts()[0].kind, record::VerdictKind::kOk);
  EXPECT_EQ(store_->verdicts().load(2)->at(0).kind, record::VerdictKind::kOk);
  EXPECT_EQ(judge_run(*store_, 2)->at(0).kind, record::VerdictKind::kOk) << "and stays so";
}

TEST_F(SuspicionTest, AConfirmedSuspicionIsARegression) {
  Campaign first = campaign({"a"});
  work_through(first, 1'000'000);
  Campaign second = campaign({"a"}, kSecondNs);
  finish(second, suspect(second), record::ProofOutcome::kConfirmed);
  EXPECT_EQ(second.verdicts()[0].kind, record::VerdictKind::kRegressed);
}

TEST_F(SuspicionTest, ProofsOfASeriesTeachHowMuchItsProcessesDiffer) {
  Campaign first = campaign({"a"});
  work_through(first, 1'000'000);
  Campaign second = campaign({"a"}, kSecondNs);
  const wire::Lease lease = suspect(second);
  EXPECT_EQ(lease.proof->process_spread, record::ProofOrder().process_spread) << "nothing is known";
  record::Proof wild;
  wild.comparisons = {
      {record::ProofArm::kNew, record::ProofArm::kOldPlan, 8, 0, 0, 0, 1e6, 1e6, "open"}};
  for (int i = 0; i < 8; ++i) {
    wild.trials.push_back({record::ProofArm::kNew, i % 2 == 0 ? 1.1e6 : 0.9e6, "0b"});
    wild.trials.push_back({record::ProofArm::kOldPlan, 1e6, "0a"});
  }
  finish(second, lease, record::ProofOutcome::kNoise, wild);
  Campaign third = campaign({"a"}, kSecondNs);
  const wire::Lease again = suspect(third);
  EXPECT_NEAR(again.proof->process_spread, 0.067, 0.01) << "a tenth by two runs, with a belief";
  EXPECT_EQ(again.proof->spread_degrees, 9);
}

TEST_F(SuspicionTest, WhatHasNoPlanCannotBeRepeatedAndSaysSo) {
  const auto build_campaign = [&](int64_t budget_ns) {
    CampaignOrder order;
    order.proof.budget_ns = budget_ns;
    order.run.scenarios = {scenario_of("a")};
    order.run.scenarios[0].kind = scenarios::Kind::kBuild;
    return Campaign(*server_, *store_, clock_, order);
  };
  Campaign first = build_campaign(kSecondNs);
  work_through(first, 1'000'000);
  Campaign second = build_campaign(kSecondNs);
  work_through(second, 30'000'000);
  ASSERT_EQ(second.verdicts().size(), 1u);
  EXPECT_NE(second.verdicts()[0].sentence.find("not repeated: a build scenario runs no plan"),
            std::string::npos)
      << second.verdicts()[0].sentence;
}

TEST_F(SuspicionTest, ACancelledProofLeavesTheVerdictAsItWas) {
  Campaign first = campaign({"a"});
  work_through(first, 1'000'000);
  Campaign second = campaign({"a"}, kSecondNs);
  suspect(second);
  ASSERT_TRUE(second.cancel("enough").ok());
  ASSERT_TRUE(second.advance().ok());
  ASSERT_TRUE(second.is_over());
  EXPECT_EQ(second.verdicts()[0].kind, record::VerdictKind::kRegressed);
  EXPECT_NE(second.verdicts()[0].sentence.find("came to nothing: enough"), std::string::npos);
}

TEST_F(CampaignTest, AFailedScenarioDoesNotStopTheOthers) {
  Campaign mixed = campaign({"broken", "a"});
  work_through(mixed, 1'000'000);
  EXPECT_EQ(mixed.verdicts()[0].kind, record::VerdictKind::kFailed);
  EXPECT_EQ(mixed.verdicts()[1].kind, record::VerdictKind::kNew);
  EXPECT_EQ(count_alarms(mixed.verdicts()).unmeasured, 1);
}

TEST_F(CampaignTest, ItWaitsForWorkersAndNotForEver) {
  Campaign lonely = campaign({"a"});
  EXPECT_TRUE(lonely.advance().ok());
  EXPECT_FALSE(lonely.has_begun());
  clock_.advance_ns(60 * kSecondNs);
  const Status late = lonely.advance();
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().message, "no worker was ready within 60 s");
}

TEST_F(CampaignTest, DevicesThatAreNotHereAreLeftOut) {
  CampaignOrder order;
  order.run.scenarios = {scenario_of("a"), scenario_of("a")};
  order.run.scenarios[1].device = "cuda";
  Campaign half(*server_, *store_, clock_, order);
  work_through(half, 1000);
  EXPECT_EQ(half.verdicts().size(), 1u);
  EXPECT_EQ(store_->runs().left_out(1)->at(0).reason, "there is no cuda worker");
}

TEST_F(CampaignTest, ACancelledRunIsOverAndNothingPasses) {
  Campaign cancelled = campaign({"a", "b"});
  hear(idle_worker("w"));
  ASSERT_TRUE(cancelled.advance().ok());
  hear(idle_worker("w"));
  ASSERT_TRUE(cancelled.cancel("cancelled by a person").ok());
  ASSERT_TRUE(cancelled.advance().ok());
  ASSERT_TRUE(cancelled.is_over());
  EXPECT_EQ(count_alarms(cancelled.verdicts()).unmeasured, 2);
}

TEST_F(CampaignTest, ARunThatMeasuresNothingIsAnAlarm) {
  EXPECT_EQ(count_alarms({}).unmeasured, 1);
}

TEST_F(CampaignTest, RunsThatWereNotJudgedAreFoundAgain) {
  Campaign first = campaign({"a"});
  hear(idle_worker("w"));
  ASSERT_TRUE(first.advance().ok());
  const auto lease = hear(idle_worker("w")).lease;
  wire::WorkerState done = busy_worker("w", lease->job_id, lease->token);
  done.result = good_result();
  hear(done);
  EXPECT_EQ(*find_unjudged(*store_), std::vector<int64_t>{1});
  ASSERT_TRUE(judge_run(*store_, 1).ok());
  EXPECT_TRUE(find_unjudged(*store_)->empty());
}

}  // namespace
}  // namespace nightjar::coordinator
