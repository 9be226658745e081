// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/series.h"

#include "tests/results/store/store_fixture.h"

namespace nightjar::store {
namespace {

class SeriesTest : public StoreTest {
 protected:
  SeriesTest() : store_(open()) {
    for (int i = 1; i <= 5; ++i) finished_run(store_, {"resnet50", "gpt2"}, i * 1e6);
    key_.fingerprint = scenarios::fingerprint(record::examples::scenario("gpt2"));
    key_.device_class = record::examples::environment().device_class;
  }

  Store store_;
  record::SeriesKey key_;
};

TEST_F(SeriesTest, HistoryIsInTheOrderOfRuns) {
  const auto points = *store_.series().history(key_, 100);
  ASSERT_EQ(points.size(), 5u);
  for (size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(points[i].run, static_cast<int64_t>(i + 1));
    EXPECT_EQ(points[i].median_ns, (i + 1) * 1e6);
  }
  EXPECT_EQ(points[0].label_accuracy, 0.93);
  EXPECT_EQ(points[0].git_revision, "0123abc");
}

TEST_F(SeriesTest, APointIsItsMeasurement) {
  const auto points = *store_.series().history(key_, 1);
  EXPECT_EQ(points[0], record::to_point(*store_.series().measurement(points[0].job_id)));
}

TEST_F(SeriesTest, HistoryStopsBeforeARunAndKeepsTheNewest) {
  const auto points = *store_.series().history(key_, 2, 5);
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[0].run, 3);
  EXPECT_EQ(points[1].run, 4);
}

TEST_F(SeriesTest, OtherDeviceClassesAndFailuresAreNotInIt) {
  record::SeriesKey other = key_;
  other.device_class = "cpu-another";
  EXPECT_TRUE(store_.series().history(other, 10)->empty());
  const int64_t run = store_.runs().create(new_run({"gpt2"}))->sequence;
  const int64_t job = store_.jobs().load_jobs(run)->front().id;
  ASSERT_TRUE(store_.jobs().end(job, record::Outcome::kFailed, "x").ok());
  EXPECT_EQ(store_.series().history(key_, 100)->size(), 5u);
}

TEST_F(SeriesTest, SeriesAreFoundByModelAndByFingerprint) {
  const auto by_model = *store_.series().find("gpt2");
  ASSERT_EQ(by_model.size(), 1u);
  EXPECT_EQ(by_model[0].key, key_);
  EXPECT_EQ(by_model[0].points, 5);
  EXPECT_EQ(by_model[0].last_run, 5);
  EXPECT_EQ(store_.series().find(key_.fingerprint.substr(0, 6))->size(), 1u);
  EXPECT_EQ(store_.series().find("")->size(), 2u);
  EXPECT_TRUE(store_.series().find("nothing' OR 1 --")->empty());
}

TEST_F(SeriesTest, AMeasurementHasItsLayers) {
  const auto points = *store_.series().history(key_, 1);
  const auto measurement = store_.series().measurement(points[0].job_id);
  ASSERT_TRUE(measurement.ok()) << measurement.error().message;
  EXPECT_EQ(measurement->scenario.model, "gpt2");
  EXPECT_EQ(measurement->result.layers.size(), 2u);
  EXPECT_EQ(store_.series().measurement(9999).error().kind, ErrorKind::kNotFound);
}

TEST_F(SeriesTest, DamagedSamplesAreRefused) {
  const int64_t job = store_.series().history(key_, 1)->front().job_id;
  ASSERT_TRUE(connect()->run("UPDATE samples SET data = x'00' WHERE job_id = ?1", job).ok());
  const auto samples = store_.series().samples(job);
  ASSERT_FALSE(samples.ok());
  EXPECT_NE(samples.error().message.find("damaged"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::store
