// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/verdict_log.h"

#include "tests/results/store/store_fixture.h"

namespace nightjar::store {
namespace {

class VerdictLogTest : public StoreTest {
 protected:
  VerdictLogTest() : store_(open()) {
    run_ = finished_run(store_, {"a", "b"}, 1e6);
    jobs_ = *store_.jobs().load_jobs(run_);
  }

  record::Verdict verdict(size_t job) const {
    record::Verdict v;
    v.run = run_;
    v.job_id = jobs_[job].id;
    v.fingerprint = jobs_[job].fingerprint;
    v.device_class = "cpu";
    v.kind = record::VerdictKind::kRegressed;
    v.baseline_run = 3;
    v.baseline_points = 2;
    v.baseline_ns = 1e6;
    v.change = 0.2;
    v.threshold = 0.05;
    v.noise = 0.03;
    v.z = 6.7;
    v.variance_source = "earlier runs";
    v.sentence = "20 % slower";
    v.would_change = "a faster run";
    v.layers = {{"conv_1", "old_v1", "new_v1", 1000, 1200, 0.9}, {"fc", "x", "x", 10, 11, 0.1}};
    return v;
  }

  Store store_;
  int64_t run_ = 0;
  std::vector<Job> jobs_;
};

TEST_F(VerdictLogTest, VerdictsComeBackWhole) {
  ASSERT_TRUE(store_.verdicts().save({verdict(1), verdict(0)}).ok());
  const auto loaded = *store_.verdicts().load(run_);
  EXPECT_EQ(loaded, (std::vector<record::Verdict>{verdict(0), verdict(1)}));
  EXPECT_TRUE(store_.verdicts().load(run_ + 1)->empty());
}

TEST_F(VerdictLogTest, JudgingAgainReplaces) {
  ASSERT_TRUE(store_.verdicts().save({verdict(0)}).ok());
  record::Verdict second = verdict(0);
  second.kind = record::VerdictKind::kOk;
  second.layers.clear();
  ASSERT_TRUE(store_.verdicts().save({second}).ok());
  EXPECT_EQ(*store_.verdicts().load(run_), std::vector<record::Verdict>{second});
}

TEST_F(VerdictLogTest, AVerdictOnNoJobIsRefusedWithAllOthers) {
  record::Verdict stray = verdict(1);
  stray.job_id = 4242;
  EXPECT_FALSE(store_.verdicts().save({verdict(0), stray}).ok());
  EXPECT_TRUE(store_.verdicts().load(run_)->empty());
}

TEST_F(VerdictLogTest, AnnotationsAreAppended) {
  ASSERT_TRUE(store_.verdicts().save({verdict(0)}).ok());
  const int64_t job = jobs_[0].id;
  ASSERT_TRUE(store_.verdicts().annotate({job, "ada", "acknowledged", "", 1}).ok());
  ASSERT_TRUE(store_.verdicts().annotate({job, "bob", "rejected", "a cold machine", 2}).ok());
  const auto annotations = *store_.verdicts().annotations(job);
  ASSERT_EQ(annotations.size(), 2u);
  EXPECT_EQ(annotations[1].note, "a cold machine");
  EXPECT_EQ(store_.verdicts().annotate({job, "eve", "liked", "", 3}).error().kind,
            ErrorKind::kInvalidInput);
  EXPECT_EQ(store_.verdicts().annotate({jobs_[1].id, "eve", "rejected", "", 3}).error().kind,
            ErrorKind::kNotFound);
}

}  // namespace
}  // namespace nightjar::store
