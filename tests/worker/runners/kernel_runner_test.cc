// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The shell plays Google Benchmark's part.
#include "worker/runners/kernel_runner.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/worker/temporary_folder.h"

namespace nightjar::runners {
namespace {

const char kTwoRepetitions[] = R"({"context": {}, "benchmarks": [
  {"name": "conv/stem", "run_type": "iteration", "real_time": 12.5, "time_unit": "us"},
  {"name": "conv/stem", "run_type": "iteration", "real_time": 13000, "time_unit": "ns"},
  {"name": "conv/stem_mean", "run_type": "aggregate", "real_time": 12.7, "time_unit": "us"}]})";

TEST(KernelRunner, RepetitionsBecomeSamplesAndAggregatesDoNot) {
  const auto times_ns = repetitions_from(kTwoRepetitions, "conv/stem");
  ASSERT_TRUE(times_ns.ok());
  EXPECT_EQ(*times_ns, (std::vector<int64_t>{12'500, 13'000}));
}

TEST(KernelRunner, WhatDidNotRunIsAnError) {
  for (const char* json : {"", "Failed to match any benchmarks", "{}", R"({"benchmarks": []})",
                           R"({"benchmarks": [{"run_type": "iteration"}]})",
                           R"({"benchmarks": [{"run_type": "iteration", "real_time": "x"}]})"}) {
    EXPECT_FALSE(repetitions_from(json, "conv/stem").ok()) << json;
  }
  const auto failed = repetitions_from(
      R"({"benchmarks": [{"error_occurred": true, "error_message": "wrong answer"}]})",
      "conv/stem");
  EXPECT_EQ(failed.error().message, "kernel case 'conv/stem': wrong answer");
}

TEST(KernelRunner, FiltersMatchOneCase) {
  EXPECT_EQ(exact_filter("conv/stem_7x7.relu"), "^conv/stem_7x7\\.relu$");
}

class FakeBenchmark : public testing::Test {
 protected:
  /// A program that prints `json` and notes its arguments.
  std::string program(const std::string& json, const std::string& rest = "") {
    const std::string path = folder_.path() + "/bench";
    std::ofstream out(path);
    out << "#!/bin/sh\necho \"$@\" > " << folder_.path() << "/arguments\n"
        << "cat <<'END'\n"
        << json << "\nEND\n"
        << rest << "\n";
    out.close();
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }
  record::JobResult run(const std::string& path, const Monitor& monitor = {}) {
    const SystemClock clock;
    KernelRunner runner(path, folder_.path(), {}, clock);
    wire::Lease lease;
    lease.scenario.kind = scenarios::Kind::kKernel;
    lease.scenario.model = "conv/stem";
    lease.scenario.sampling.min_samples = 20;
    lease.scenario.sampling.max_duration_ns = 2'000'000'000;
    return runner.execute(lease, monitor);
  }

  worker::TemporaryFolder folder_;
};

TEST_F(FakeBenchmark, ItsOutputBecomesAResult) {
  const record::JobResult result = run(program(kTwoRepetitions));
  EXPECT_EQ(result.outcome, record::Outcome::kDone) << result.error;
  EXPECT_EQ(result.samples.latency_ns.size(), 2u);
  EXPECT_DOUBLE_EQ(result.latency.median_ns, 12'750);
  EXPECT_TRUE(result.samples.compute_ns.empty());
  std::ifstream arguments(folder_.path() + "/arguments");
  std::string line;
  std::getline(arguments, line);
  EXPECT_EQ(line,
            "--benchmark_filter=^conv/stem$ --benchmark_repetitions=20 "
            "--benchmark_min_time=0.100000 --benchmark_report_aggregates_only=false "
            "--benchmark_format=json");
}

TEST_F(FakeBenchmark, ItsDeathIsTheJobsFailure) {
  const record::JobResult result = run(program(kTwoRepetitions, "kill -SEGV $$"));
  EXPECT_EQ(result.outcome, record::Outcome::kFailed);
  EXPECT_EQ(result.error, "the kernel benchmark was killed by signal 11 (Segmentation fault)");
}

TEST_F(FakeBenchmark, ItIsEndedWhenTheJobMustStop) {
  Monitor impatient;
  impatient.should_stop = [] { return true; };
  const record::JobResult result = run(program("{}", "exec sleep 1000"), impatient);
  EXPECT_EQ(result.error, "the kernel benchmark took nearly all of the time limit");
}

TEST_F(FakeBenchmark, AMissingProgramIsNamed) {
  const SystemClock clock;
  KernelRunner runner("/nowhere/bench", folder_.path(), {}, clock);
  EXPECT_EQ(runner.check_ready({}).error().message,
            "/nowhere/bench is missing; build the target nightjar_kernel_bench");
}

}  // namespace
}  // namespace nightjar::runners
