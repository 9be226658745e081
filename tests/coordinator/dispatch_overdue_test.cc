// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What time alone decides: overruns, jobs nobody can do, leases found again after a restart.
#include "tests/coordinator/dispatch_fixture.h"

namespace nightjar::coordinator {
namespace {

TEST_F(DispatchTest, AWorkerThatOverrunsIsOverruled) {
  add_jobs({queued_job(7)});
  hear(idle_worker("w"));
  const auto& policy = state_.policy;
  const double allowed_s =
      1e-9 * static_cast<double>(time_limit_ns(queued_job(7), policy) + policy.overtime_ns);
  for (double passed_s = 0; passed_s < allowed_s; passed_s += 4) {
    pass_seconds(4);
    hear(busy_worker("w", 7, 1));
  }
  happen(Tick{});
  ASSERT_EQ(effects_of<WriteEnd>().size(), 1u);
  EXPECT_NE(effects_of<WriteEnd>()[0].reason.find("worker w did not end it within"),
            std::string::npos);
}

TEST_F(DispatchTest, AJobThatNobodyCanDoFailsAfterAWhile) {
  store::Job gpu = queued_job(7);
  gpu.scenario.device = "cuda";
  add_jobs({gpu, queued_job(8)});
  for (int i = 0; i < 620; ++i) {
    pass_seconds(1);
    hear(busy_worker("w", 8, 1));
    happen(Tick{});
    if (!effects_of<WriteEnd>().empty()) break;
  }
  ASSERT_EQ(effects_of<WriteEnd>().size(), 1u);
  EXPECT_EQ(effects_of<WriteEnd>()[0].job_id, 7);
  EXPECT_EQ(effects_of<WriteEnd>()[0].reason, "there is no cuda worker, for more than 600 s");
}

TEST_F(DispatchTest, AfterARestartAWorkerGoesOnUnderItsToken) {
  store::Job leased = queued_job(7);
  leased.state = store::JobState::kLeased;
  leased.worker = "w";
  leased.token = 4;
  leased.attempts = 1;
  add_jobs({leased, queued_job(8)});
  pass_seconds(10);
  happen(Tick{});
  EXPECT_TRUE(effects_.empty()) << "it may take a while to find us again";
  EXPECT_EQ(hear(busy_worker("w", 7, 4)).lease->token, 4);
  pass_seconds(5);
  happen(Tick{});
  EXPECT_EQ(effects_of<WriteRequeue>().size(), 1u);
}

TEST_F(DispatchTest, AfterARestartAnAbsentWorkersJobIsAnothers) {
  store::Job leased = queued_job(7);
  leased.state = store::JobState::kLeased;
  leased.worker = "gone";
  leased.token = 4;
  add_jobs({leased});
  pass_seconds(15);
  happen(Tick{});
  EXPECT_EQ(effects_of<WriteRequeue>().size(), 1u);
  EXPECT_EQ(hear(idle_worker("w")).lease->token, 5);
}

}  // namespace
}  // namespace nightjar::coordinator
