// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The subcommands report, compare, history and query, as a user types them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "results/store/store.h"
#include "results/verdict/judge.h"
#include "tests/cli/ask.h"
#include "tests/results/examples.h"

namespace nightjar::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using scenarios::Precision;

/// A database with two honest runs and a third in which one layer is 20 % of the whole slower.
class ResultCommands : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(::testing::TempDir()) / "nightjar_results" / test->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    db_ = " --db " + (folder_ / "x.db").string();
    auto store = store::Store::open((folder_ / "x.db").string());
    ASSERT_TRUE(store.ok()) << store.error().message;
    for (const double slow_down : {0.0, 0.0, 0.2}) add_run(*store, slow_down);
  }
  void TearDown() override { fs::remove_all(folder_); }

  static void add_run(store::Store& store, double slow_down) {
    store::NewRun request;
    request.suite_name = "smoke";
    request.scenarios = {record::examples::scenario("resnet50", Precision::kFp32),
                         record::examples::scenario("resnet50", Precision::kBf16)};
    const int64_t run = store.runs().create(request)->sequence;
    const std::vector<store::Job> jobs = *store.jobs().load_jobs(run);
    for (const store::Job& job : jobs) {
      const double median = job.scenario.precision == Precision::kFp32 ? 2e6 : 1e6;
      record::JobResult result = record::examples::result(median);
      result.latency = record::examples::summary(median * (1 + slow_down));
      result.layers.clear();
      for (int64_t i = 0; i < 5; ++i) {
        result.layers.push_back(
            record::examples::layer(i, "conv_" + std::to_string(i), median / 5, 0.2));
      }
      result.layers[2].median_ns += median * slow_down;
      ASSERT_TRUE(store.jobs().lease(job.id, {"w", 1, 1}).ok());
      ASSERT_TRUE(store.jobs().finish(job.id, 1, result).ok());
      judge(store, job.id);
    }
    ASSERT_TRUE(store.runs().finish(run, 1'700'000'000'000'000'000).ok());
  }

  static void judge(store::Store& store, int64_t job_id) {
    const auto measurement = *store.series().measurement(job_id);
    const auto baseline = verdict::choose_baseline(*store.series().history(
        {measurement.fingerprint, measurement.device_class()}, 100, measurement.run));
    record::Measurement reference;
    if (!baseline.empty()) reference = *store.series().measurement(baseline.newest().job_id);
    ASSERT_TRUE(store.verdicts().save({verdict::judge(measurement, baseline, &reference)}).ok());
  }

  fs::path folder_;
  std::string db_;
};

TEST_F(ResultCommands, ReportExitsWith3AndNamesTheLayerOfARegression) {
  const Answer answer = ask("report latest" + db_);
  EXPECT_EQ(answer.exit_code, kExitRegressed) << answer.err;
  EXPECT_NE(answer.out.find("layer conv_2"), std::string::npos) << answer.out;
  EXPECT_NE(answer.out.find("2 regressed"), std::string::npos) << answer.out;
}

TEST_F(ResultCommands, ReportOfARepeatExitsWith0) {
  EXPECT_EQ(ask("report r2" + db_).exit_code, kExitOk);
  EXPECT_EQ(ask("report latest~2" + db_).exit_code, kExitOk);
}

TEST_F(ResultCommands, ReportExitsWith4WhenAJobHasNoResult) {
  auto store = store::Store::open((folder_ / "x.db").string());
  store::NewRun request;
  request.scenarios = {record::examples::scenario("gpt2")};
  ASSERT_TRUE(store->runs().create(request).ok());
  EXPECT_EQ(ask("report" + db_).exit_code, kExitUnmeasured);
}

TEST_F(ResultCommands, ReportGoesToAFileInEveryFormat) {
  const std::string file = (folder_ / "report").string();
  for (const std::string format : {"terminal", "markdown", "csv", "json"}) {
    const Answer answer = ask("report r1 --format " + format + " --out " + file + db_);
    EXPECT_EQ(answer.exit_code, kExitOk) << answer.err;
    EXPECT_EQ(answer.out, "");
    EXPECT_GT(fs::file_size(file), 100u) << format;
  }
  EXPECT_EQ(json::parse(std::ifstream(file))["run"], "r1");
  EXPECT_EQ(ask("report r1 --out " + (folder_ / "no/x").string() + db_).exit_code, kExitError);
}

TEST_F(ResultCommands, CompareTwoRuns) {
  const Answer answer = ask("compare r2 r3 --json" + db_);
  EXPECT_EQ(answer.exit_code, kExitRegressed) << answer.err;
  const json object = json::parse(answer.out);
  ASSERT_EQ(object["rows"].size(), 2u);
  EXPECT_EQ(object["rows"][0]["layer"], "conv_2");
  EXPECT_EQ(ask("compare r1 r2" + db_).exit_code, kExitOk);
  EXPECT_EQ(ask("compare r1" + db_).exit_code, kExitError);
}

TEST_F(ResultCommands, CompareByPrecision) {
  const Answer table = ask("compare --by precision" + db_);
  EXPECT_EQ(table.exit_code, kExitOk) << table.err;
  EXPECT_NE(table.out.find("2.00×"), std::string::npos) << table.out;
  const Answer answer = ask("compare --by precision --run r1 --json" + db_);
  EXPECT_EQ(json::parse(answer.out)[0]["rows"][0]["precisions"]["bf16"]["speed_up"], 2.0);
}

TEST_F(ResultCommands, HistoryOfAModelAndOfEverything) {
  const Answer one = ask("history resnet50" + db_);
  EXPECT_EQ(one.exit_code, kExitOk) << one.err;
  EXPECT_NE(one.out.find("▁▁█ resnet50/bf16"), std::string::npos) << one.out;
  const json list = json::parse(ask("history --json" + db_).out);
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[0]["points"].size(), 3u);
  const Answer unknown = ask("history resnet51" + db_);
  EXPECT_EQ(unknown.exit_code, kExitError);
  EXPECT_NE(unknown.err.find("no series of 'resnet51'"), std::string::npos);
}

TEST_F(ResultCommands, QueryReadsAndOnlyReads) {
  const Answer answer =
      ask("query --format csv \"SELECT run, verdict, layer FROM v_verdicts "
          "WHERE verdict = 'regressed' ORDER BY job_id LIMIT 1\"" +
          db_);
  EXPECT_EQ(answer.exit_code, kExitOk) << answer.err;
  EXPECT_EQ(answer.out, "run,verdict,layer\nr3,regressed,conv_2\n");
  EXPECT_EQ(ask("query \"DELETE FROM runs\"" + db_).exit_code, kExitError);
  EXPECT_EQ(ask("report r3" + db_).exit_code, kExitRegressed);
}

TEST_F(ResultCommands, AMissingDatabaseIsOneSentenceAndIsNotMade) {
  const std::string path = (folder_ / "none.db").string();
  const Answer answer = ask("report --db " + path);
  EXPECT_EQ(answer.exit_code, kExitError);
  EXPECT_NE(answer.err.find("there is no database " + path), std::string::npos) << answer.err;
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(ResultCommands, AnUnknownRunOrFormatIsRefused) {
  EXPECT_EQ(ask("report r99" + db_).exit_code, kExitError);
  EXPECT_EQ(ask("report --format pdf" + db_).exit_code, kExitUsage);
}

}  // namespace
}  // namespace nightjar::cli
