// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/scenario.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <set>

namespace nightjar::scenarios {
namespace {

Scenario sample() {
  Scenario scenario;
  scenario.model = "resnet50";
  scenario.precision = Precision::kBf16;
  scenario.batch = 8;
  return scenario;
}

TEST(Scenario, WordsComeBack) {
  for (const Kind kind : {Kind::kInference, Kind::kBuild, Kind::kLoad, Kind::kKernel}) {
    EXPECT_EQ(kind_from_string(to_string(kind)), kind);
  }
  for (const char* word : {"fp32", "tf32", "fp16", "bf16", "int8", "fp8"}) {
    const auto precision = precision_from_string(word);
    ASSERT_TRUE(precision.has_value());
    EXPECT_STREQ(to_string(*precision), word);
  }
  EXPECT_EQ(pattern_from_string("offline"), Pattern::kOffline);
  EXPECT_EQ(kind_from_string("Inference"), std::nullopt);
  EXPECT_EQ(precision_from_string(""), std::nullopt);
}

TEST(Scenario, DisplayNameShowsWhatIsNotTheDefault) {
  Scenario scenario = sample();
  EXPECT_EQ(display_name(scenario), "resnet50/bf16/b8/single_stream");
  scenario.kind = Kind::kBuild;
  scenario.device = "cuda";
  scenario.threads = 2;
  scenario.shapes = {{"x", {1, 3}}};
  scenario.build_options = {{"level", "3"}};
  EXPECT_EQ(display_name(scenario), "build:resnet50/bf16/x=1x3/cuda/t2/level=3");
}

// Series live as long as fingerprints do: this value may never change.
TEST(Scenario, FingerprintIsPermanent) { EXPECT_EQ(fingerprint(sample()), "f0fcbcf97cd6ff70"); }

TEST(Scenario, FingerprintCoversTheSeriesAndNothingElse) {
  using Change = std::function<void(Scenario&)>;
  const Change another_series[] = {
      [](Scenario& s) { s.kind = Kind::kLoad; },
      [](Scenario& s) { s.model = "resnet5"; },
      [](Scenario& s) { s.precision = Precision::kFp32; },
      [](Scenario& s) { s.batch = 9; },
      [](Scenario& s) {
        s.shapes = {{"x", {1, 2}}};
      },
      [](Scenario& s) {
        s.shapes = {{"x", {12}}};
      },
      [](Scenario& s) { s.pattern = Pattern::kOffline; },
      [](Scenario& s) { s.load.concurrency = 4; },
      [](Scenario& s) { s.load.latency_bound_ns = 5; },
      [](Scenario& s) { s.load.seed = 2; },
      [](Scenario& s) { s.device = "cuda"; },
      [](Scenario& s) { s.threads = 1; },
      [](Scenario& s) {
        s.build_options = {{"a", "b"}};
      },
      [](Scenario& s) {
        s.build_options = {{"a", ""}, {"b", ""}};
      },
      [](Scenario& s) { s.sampling.warm_up_ns = 1; },
      [](Scenario& s) { s.sampling.min_samples = 1; },
      [](Scenario& s) { s.sampling.target_relative_error = 0.1; },
      [](Scenario& s) { s.model = "resnet50\nbatch=8"; },
  };
  std::set<std::string> seen = {fingerprint(sample())};
  for (const Change& change : another_series) {
    Scenario scenario = sample();
    change(scenario);
    EXPECT_TRUE(seen.insert(fingerprint(scenario)).second) << to_json(scenario);
  }
  const Change same_series[] = {
      [](Scenario& s) { s.limits.latency_threshold = 0.5; },
      [](Scenario& s) { s.limits.min_cosine = 0.5; },
      [](Scenario& s) { s.sampling.max_samples = 99; },
      [](Scenario& s) { s.sampling.max_duration_ns = 99; },
  };
  for (const Change& change : same_series) {
    Scenario scenario = sample();
    change(scenario);
    EXPECT_EQ(fingerprint(scenario), fingerprint(sample())) << to_json(scenario);
  }
}

TEST(Scenario, JsonComesBack) {
  Scenario scenario = sample();
  scenario.shapes = {{"x", {1, 3}}, {"y", {}}};
  scenario.build_options = {{"level", "3"}};
  scenario.limits.min_cosine = 0.1 + 0.2;
  scenario.sampling.max_samples = 77;
  const auto read = scenario_from_json(to_json(scenario));
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(*read, scenario);
}

TEST(Scenario, JsonOfAbsentKeysKeepsDefaults) {
  const auto read = scenario_from_json(R"({"model": "a", "later": {"unknown": 1}})");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->sampling, SamplingPlan());
}

TEST(Scenario, JsonIsCheckedKeyByKey) {
  const auto error_of = [](const std::string& text) {
    const auto read = scenario_from_json(text);
    return read.ok() ? "no error" : read.error().message;
  };
  EXPECT_EQ(error_of("{"), "scenario: not valid JSON");
  EXPECT_EQ(error_of("[]"), "scenario: is not an object");
  EXPECT_EQ(error_of("{}"), "scenario: model is empty");
  EXPECT_EQ(error_of(R"({"model": 3})"), "scenario: key 'model' is of the wrong type");
  EXPECT_EQ(error_of(R"({"model": "a", "kind": "x"})"), "scenario: key 'kind': unknown word 'x'");
  EXPECT_EQ(error_of(R"({"model": "a", "batch": 18446744073709551615})"),
            "scenario: key 'batch' is of the wrong type");
  EXPECT_EQ(error_of(R"({"model": "a", "batch": 0})"),
            "scenario: batch is 0, allowed is 1 to 2147483648");
  EXPECT_EQ(error_of(R"({"model": "a", "limits": {"min_cosine": "high"}})"),
            "scenario: limits: key 'min_cosine' is of the wrong type");
  EXPECT_EQ(error_of(R"({"model": "a", "device": "toaster"})"),
            "scenario: device is 'toaster', allowed are cpu and cuda");
  EXPECT_EQ(error_of(R"({"model": "a\n"})"), "scenario: model holds a control character");
}

TEST(Scenario, FaultJsonComesBack) {
  const FaultInjection fault{"resnet50", 0.2, "conv1"};
  const auto read = fault_from_json(to_json(fault));
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(*read, fault);
  EXPECT_FALSE(fault_from_json(R"({"slow_down": "much"})").ok());
}

}  // namespace
}  // namespace nightjar::scenarios
