// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Coordinator and workers as processes on loopback, some of them killed in the middle.
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "results/store/store.h"
#include "tests/system/program.h"

namespace nightjar::system_test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr char kSuite[] = R"(
name: tiny
scenarios:
  - model: policy_mlp
    precisions: [fp32, bf16]
    batches: [1, 2, 4]
    sampling: {warm_up: 20ms, min_samples: 10, max_duration: 200ms, target_relative_error: 5%}
    limits: {min_cosine: 0.9}
)";
constexpr size_t kJobs = 6;

class KillTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::path(testing::TempDir()) /
        (std::string("kill_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    std::ofstream(folder_ / "tiny.yaml") << kSuite;
  }
  void TearDown() override {
    if (!HasFailure()) fs::remove_all(folder_);
  }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  Program start_coordinator(const std::string& endpoint) {
    Program coordinator({"coordinator", "--listen", endpoint, "--db", path("x.db")},
                        path("coordinator.log"));
    EXPECT_TRUE(eventually(30, [&] {
      const std::string output = coordinator.output();
      const size_t start = output.find("tcp://"), end = output.find(',', start);
      if (end == std::string::npos) return false;
      endpoint_ = output.substr(start, end - start);
      return true;
    })) << coordinator.output();
    return coordinator;
  }

  Program start_worker(const std::string& device) {
    // Locks of their own: other workers of this machine are none of this test's business.
    return Program({"worker", "--connect", endpoint_, "--id", device, "--device", "cpu", "--cache",
                    path("cache"), "--lock-folder", path("locks_" + device)},
                   path(device + ".log"));
  }

  Program start_run(const std::string& log) {
    return Program({"run", path("tiny.yaml"), "--db", path("x.db"), "--cache", path("cache"),
                    "--proof-budget", "0", "--lock-folder", path("locks")},
                   path(log));
  }

  void submit() {
    int code = -1;
    const std::string output = run_program({"submit", path("tiny.yaml"), "--connect", endpoint_},
                                           path("submit.log"), &code);
    ASSERT_EQ(code, 0) << output;
  }

  json ask(const std::vector<std::string>& words) {
    std::vector<std::string> arguments = words;
    arguments.insert(arguments.end(), {"--connect", endpoint_, "--json"});
    return json::parse(run_program(arguments, path("ask.log")), nullptr, false);
  }

  bool is_at_work(const std::string& worker) {
    const json devices = ask({"devices"});
    for (const json& device : devices) {
      if (device.value("worker", "") == worker && device.value("job", 0) != 0) return true;
    }
    return false;
  }

  bool is_judged() {
    const json status = ask({"status"});
    return status.is_object() && status.value("judged", false);
  }

  /// Every job is done and has one result.
  void check_results() {
    auto store = store::Store::open_read_only(path("x.db"));
    ASSERT_TRUE(store.ok()) << store.error().message;
    const auto measurements = store->runs().measurements(1);
    ASSERT_TRUE(measurements.ok()) << measurements.error().message;
    ASSERT_EQ(measurements->size(), kJobs);
    std::set<int64_t> jobs;
    for (const record::Measurement& measurement : *measurements) {
      EXPECT_EQ(measurement.result.outcome, record::Outcome::kDone) << measurement.result.error;
      EXPECT_TRUE(jobs.insert(measurement.job_id).second);
    }
    EXPECT_EQ(store->verdicts().load(1)->size(), kJobs);
  }

  fs::path folder_;
  std::string endpoint_;
};

TEST_F(KillTest, AWorkerKilledInTheMiddleLosesNothing) {
  const Program coordinator = start_coordinator("tcp://127.0.0.1:*");
  Program victim = start_worker("victim");
  submit();
  ASSERT_TRUE(eventually(60, [&] { return is_at_work("victim"); })) << victim.output();
  victim.kill(SIGKILL);
  EXPECT_EQ(victim.wait(10), 128 + SIGKILL);
  const Program survivor = start_worker("survivor");
  ASSERT_TRUE(eventually(200, [&] { return is_judged(); }))
      << coordinator.output() << survivor.output();
  EXPECT_NE(coordinator.output().find("worker victim is lost"), std::string::npos)
      << coordinator.output();
  check_results();
}

TEST_F(KillTest, ACoordinatorKilledInTheMiddleGoesOnWhereItWas) {
  Program coordinator = start_coordinator("tcp://127.0.0.1:*");
  const Program worker = start_worker("worker");
  submit();
  ASSERT_TRUE(eventually(60, [&] { return is_at_work("worker"); })) << worker.output();
  coordinator.kill(SIGKILL);
  EXPECT_EQ(coordinator.wait(10), 128 + SIGKILL);
  coordinator = start_coordinator(endpoint_);
  ASSERT_TRUE(eventually(200, [&] { return is_judged(); }))
      << coordinator.output() << worker.output();
  check_results();
}

TEST_F(KillTest, AKilledRunLeavesNothingOpenBehindTheNext) {
  Program run = start_run("run.log");
  const auto one_is_done = [&] { return run.output().find("[1/6]") != std::string::npos; };
  ASSERT_TRUE(eventually(120, one_is_done)) << run.output();
  run.kill(SIGKILL);
  EXPECT_EQ(run.wait(10), 128 + SIGKILL);
  Program again = start_run("again.log");
  EXPECT_EQ(again.wait(200), 0) << again.output();
  auto store = store::Store::open_read_only(path("x.db"));
  ASSERT_TRUE(store.ok()) << store.error().message;
  EXPECT_EQ(store->runs().counts(1)->total(), static_cast<int64_t>(kJobs));
  EXPECT_TRUE(store->runs().counts(1)->finished()) << "what was left over is cancelled";
  EXPECT_GT(store->runs().counts(1)->cancelled, 0);
  EXPECT_EQ(store->runs().counts(2)->done, static_cast<int64_t>(kJobs)) << again.output();
}

TEST_F(KillTest, ARunStartsAKilledWorkerAgain) {
  Program run = start_run("run.log");
  ASSERT_TRUE(eventually(120, [&] { return run.output().find("[1/6]") != std::string::npos; }))
      << run.output();
  const std::vector<pid_t> workers = run.children();
  ASSERT_EQ(workers.size(), 1u);
  ::kill(workers[0], SIGKILL);
  EXPECT_EQ(run.wait(200), 0) << run.output();
  EXPECT_NE(run.output().find("it was killed by signal 9"), std::string::npos) << run.output();
  check_results();
}

TEST_F(KillTest, AStoppedRunCancelsWhatIsOpenAndSaysSo) {
  Program run = start_run("run.log");
  ASSERT_TRUE(eventually(120, [&] { return run.output().find("[1/6]") != std::string::npos; }))
      << run.output();
  run.kill(SIGINT);
  EXPECT_EQ(run.wait(60), 4) << run.output();
  auto store = store::Store::open_read_only(path("x.db"));
  ASSERT_TRUE(store.ok()) << store.error().message;
  EXPECT_TRUE(store->runs().counts(1)->finished());
  EXPECT_GT(store->runs().counts(1)->cancelled, 0) << run.output();
}

}  // namespace
}  // namespace nightjar::system_test
