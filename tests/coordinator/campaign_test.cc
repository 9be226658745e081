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

  Campaign campaign(const std::vector<std::string>& models) {
    CampaignOrder order;
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
  EXPECT_EQ(third.verdicts()[0].kind, record::VerdictKind::kRegressed);
  EXPECT_EQ(count_alarms(third.verdicts()).regressed, 1);
  EXPECT_EQ(store_->verdicts().load(3)->size(), 1u);
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
