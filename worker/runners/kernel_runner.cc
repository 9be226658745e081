// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/kernel_runner.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "worker/child_process.h"
#include "worker/measure/summaries.h"
#include "worker/probe/system_files.h"
#include "worker/thread_binding.h"

namespace nightjar::runners {
namespace {

constexpr int64_t kFewestRepetitions = 5;
constexpr int64_t kMostRepetitions = 100;
constexpr int64_t kLongestNs = 600'000'000'000;
constexpr int kLookAgainMs = 200;

struct TimeUnit {
  const char* word;
  double ns;
};
constexpr TimeUnit kUnits[] = {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};

Result<int64_t> real_time_ns(const nlohmann::json& row) {
  const std::string word = row.value("time_unit", "ns");
  for (const TimeUnit& unit : kUnits) {
    if (word != unit.word) continue;
    const double ns = row.value("real_time", -1.0) * unit.ns;
    if (ns >= 0 && ns < 1e18) return static_cast<int64_t>(std::llround(ns));
  }
  return invalid_input("a repetition has no real time that can be read");
}

Result<std::vector<int64_t>> read_rows(const nlohmann::json& document, const std::string& name) {
  std::vector<int64_t> times_ns;
  for (const nlohmann::json& row : document.at("benchmarks")) {
    if (row.value("error_occurred", false)) {
      return invalid_input(
          fmt::format("kernel case '{}': {}", name, row.value("error_message", "failed")));
    }
    if (row.value("run_type", "") != "iteration") continue;
    NIGHTJAR_ASSIGN(const int64_t ns, real_time_ns(row));
    times_ns.push_back(ns);
  }
  if (times_ns.empty()) {
    return not_found(
        fmt::format("the kernel benchmarks have no case '{}'; list them with "
                    "nightjar_kernel_bench --benchmark_list_tests",
                    name));
  }
  return times_ns;
}

/// Each repetition gets its share of the time.
std::vector<std::string> arguments_for(const wire::Lease& lease) {
  const scenarios::SamplingPlan& plan = lease.scenario.sampling;
  const int64_t repetitions = std::clamp(plan.min_samples, kFewestRepetitions, kMostRepetitions);
  const double seconds_each =
      1e-9 * static_cast<double>(plan.max_duration_ns) / static_cast<double>(repetitions);
  return {"--benchmark_filter=" + exact_filter(lease.scenario.model),
          fmt::format("--benchmark_repetitions={}", repetitions),
          fmt::format("--benchmark_min_time={:.6f}", std::clamp(seconds_each, 1e-3, 5.0)),
          "--benchmark_report_aggregates_only=false", "--benchmark_format=json"};
}

}  // namespace

std::string exact_filter(const std::string& name) {
  std::string filter = "^";
  for (const char letter : name) {
    if (std::string("\\^$.|?*+()[]{}").find(letter) != std::string::npos) filter += '\\';
    filter += letter;
  }
  return filter + "$";
}

Result<std::vector<int64_t>> repetitions_from(const std::string& json, const std::string& name) {
  try {
    return read_rows(nlohmann::json::parse(json), name);
  } catch (const nlohmann::json::exception&) {
    // A filter that matches nothing is reported as a plain sentence instead of JSON.
    return not_found(
        fmt::format("kernel case '{}' left no results that can be read; list the "
                    "cases with nightjar_kernel_bench --benchmark_list_tests",
                    name));
  }
}

Status KernelRunner::check_ready(const wire::Lease&) {
  if (access(program_.c_str(), X_OK) == 0) return {};
  return not_found(fmt::format("{} is missing; build the target nightjar_kernel_bench", program_));
}

Result<std::string> KernelRunner::run(const wire::Lease& lease, const Monitor& monitor) const {
  worker::ChildSpec spec;
  spec.program = program_;
  spec.arguments = arguments_for(lease);
  spec.output_path = fmt::format("{}/kernel.{}.json", folder_, getpid());
  spec.extra_environment = worker::thread_environment(lease.scenario.threads);
  // Not inherited: OpenMP may have bound this thread to one of them.
  spec.cores = cores_;
  NIGHTJAR_ASSIGN(auto child, worker::ChildProcess::start(spec));
  const int64_t give_up_ns = clock_.steady_ns() + kLongestNs;
  // The link closes when the program ends.
  while (child.link().receive(kLookAgainMs).ok()) {
    if (monitor.should_stop() || clock_.steady_ns() >= give_up_ns) {
      child.kill();
      std::remove(spec.output_path.c_str());
      return Error{ErrorKind::kTimeout, "the kernel benchmark took nearly all of the time limit"};
    }
  }
  const std::string death = child.end(kLookAgainMs);
  auto output = probe::read_file(spec.output_path);
  std::remove(spec.output_path.c_str());
  if (death != "exited with code 0") return internal_error("the kernel benchmark " + death);
  return output;
}

Result<record::JobResult> KernelRunner::measure(const wire::Lease& lease,
                                                const Monitor& monitor) const {
  monitor.report("sampling", 0.1);
  NIGHTJAR_ASSIGN(const std::string json, run(lease, monitor));
  NIGHTJAR_ASSIGN(auto times_ns, repetitions_from(json, lease.scenario.model));
  record::JobResult result;
  const size_t count = times_ns.size();
  measure::add_latencies(std::move(times_ns), result);
  result.stop_reason = fmt::format("{} repetitions were asked for", count);
  return result;
}

record::JobResult KernelRunner::execute(const wire::Lease& lease, const Monitor& monitor) {
  auto result = measure(lease, monitor);
  return result.ok() ? std::move(*result) : failed_result(result.error());
}

}  // namespace nightjar::runners
