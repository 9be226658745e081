// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "scenarios/suite.h"

namespace nightjar::scenarios {
namespace {

constexpr char kHead[] = "name: tiny\nscenarios:\n";

std::string error_of(const std::string& text) {
  const Result<Suite> suite = parse_suite(text, "tiny.yaml");
  return suite.ok() ? "no error" : suite.error().message;
}

std::string entry_error(const std::string& line) {
  return error_of(std::string(kHead) + "  - model: m\n    " + line + "\n");
}

TEST(Parse, ReadsEverySetting) {
  const auto suite = parse_suite(R"(
name: all
description: every key once
defaults:
  kind: load
  precisions: [fp32, bf16]
  batches: [1, 8]
  pattern: offline
  devices: [cpu, cuda]
  threads: [1, 2]
  build_options: {level: 3}
  sampling:
    warm_up: 250ms
    min_samples: 10
    max_samples: 20
    max_duration: 1.5s
    target_relative_error: 2%
  limits: {latency_threshold: 7%, min_cosine: 0.99}
  precision_limits:
    bf16: {min_cosine: 0.9}
overrides:
  a: {batch: 4}
scenarios:
  - models: [a, b]
    overrides:
      b: {shapes: {x: [1, 3, 8, 8]}}
)",
                                 "all.yaml");
  ASSERT_TRUE(suite.ok()) << suite.error().message;
  EXPECT_EQ(suite->name, "all");
  EXPECT_EQ(suite->description, "every key once");
  const Settings& defaults = suite->defaults;
  EXPECT_EQ(*defaults.kinds, std::vector{Kind::kLoad});
  EXPECT_EQ(*defaults.precisions, (std::vector{Precision::kFp32, Precision::kBf16}));
  EXPECT_EQ(*defaults.batches, (std::vector<int64_t>{1, 8}));
  EXPECT_EQ(*defaults.patterns, std::vector{Pattern::kOffline});
  EXPECT_EQ(*defaults.threads, (std::vector{1, 2}));
  EXPECT_EQ(defaults.build_options.at("level"), "3");
  EXPECT_EQ(*defaults.sampling.warm_up_ns, 250'000'000);
  EXPECT_EQ(*defaults.sampling.max_duration_ns, 1'500'000'000);
  EXPECT_DOUBLE_EQ(*defaults.sampling.target_relative_error, 0.02);
  EXPECT_DOUBLE_EQ(*defaults.limits.latency_threshold, 0.07);
  EXPECT_DOUBLE_EQ(*defaults.precision_limits.at(Precision::kBf16).min_cosine, 0.9);
  ASSERT_EQ(suite->entries.size(), 1u);
  EXPECT_EQ(suite->entries[0].models, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(suite->entries[0].overrides.at("b").shapes->at(0).at("x"),
            (std::vector<int64_t>{1, 3, 8, 8}));
}

TEST(Parse, NamesFilePlaceKeyAndNearestWord) {
  EXPECT_EQ(entry_error("precison: fp32"),
            "tiny.yaml:4:5: key 'precison': unknown, did you mean 'precision'?");
  EXPECT_EQ(entry_error("precision: fp23"),
            "tiny.yaml:4:16: key 'precision': 'fp23': unknown, did you mean 'fp32'?");
  EXPECT_EQ(entry_error("sampling: {warmup: 1s}"),
            "tiny.yaml:4:16: key 'warmup': unknown, did you mean 'warm_up'?");
  EXPECT_EQ(error_of("nmae: x\n"), "tiny.yaml:1:1: key 'nmae': unknown, did you mean 'name'?");
  EXPECT_EQ(entry_error("device: gpu"),
            "tiny.yaml:4:13: key 'device': 'gpu': unknown, did you mean 'cpu'?");
}

TEST(Parse, NamesTheNearestWordEvenWhenNothingIsClose) {
  EXPECT_EQ(entry_error("kind: zzzzzzzzzz"),
            "tiny.yaml:4:11: key 'kind': 'zzzzzzzzzz': unknown, the nearest valid word is "
            "'inference' of inference, build, load, kernel");
}

TEST(Parse, RefusesWrongTypesAndRanges) {
  EXPECT_EQ(entry_error("batch: -1"),
            "tiny.yaml:4:12: key 'batch': -1 is outside of 1 to 2147483648");
  EXPECT_EQ(entry_error("batches: [1, two]"),
            "tiny.yaml:4:18: key 'batches': 'two' is not a whole number");
  EXPECT_EQ(entry_error("batches: [1, 1.5]"),
            "tiny.yaml:4:18: key 'batches': '1.5' is not a whole number");
  EXPECT_EQ(entry_error("batches: []"), "tiny.yaml:4:14: key 'batches': the list is empty");
  EXPECT_EQ(entry_error("sampling: fast"),
            "tiny.yaml:4:15: key 'sampling': is a value, a map of keys and values is wanted");
  EXPECT_EQ(entry_error("sampling: {warm_up: 200}"),
            "tiny.yaml:4:25: key 'warm_up': '200' is not a duration such as 200ms, 3s or 2m");
  EXPECT_EQ(entry_error("limits: {min_cosine: 1.5}"),
            "tiny.yaml:4:26: key 'min_cosine': 1.5 is outside of 0 to 1");
  EXPECT_EQ(entry_error("limits: {min_cosine: nan}"),
            "tiny.yaml:4:26: key 'min_cosine': 'nan' is neither a number nor a percentage such as "
            "5%");
  EXPECT_EQ(entry_error("batch: 99999999999999999999"),
            "tiny.yaml:4:12: key 'batch': 99999999999999999999 is outside of 1 to 2147483648");
}

TEST(Parse, RefusesLoadsThatCannotBeOffered) {
  EXPECT_EQ(entry_error("concurrency: 0"),
            "tiny.yaml:4:18: key 'concurrency': 0 is outside of 1 to 256");
  EXPECT_EQ(entry_error("load: {latency_bound: 5}"),
            "tiny.yaml:4:27: key 'latency_bound': '5' is not a duration such as 200ms, 3s or 2m");
  EXPECT_EQ(entry_error("load: {latncy_bound: 5ms}"),
            "tiny.yaml:4:12: key 'latncy_bound': unknown, did you mean 'latency_bound'?");
  EXPECT_NE(entry_error("load: {percentile: 120%}").find("is outside of 0 to 0.999"),
            std::string::npos);
}

TEST(Parse, RefusesWhatIsGivenTwice) {
  EXPECT_EQ(entry_error("batch: 1\n    batch: 2"), "tiny.yaml:5:5: key 'batch': is given twice");
  EXPECT_EQ(entry_error("batch: 1\n    batches: 2"),
            "tiny.yaml:5:5: key 'batches': is given twice, as singular and as plural");
  EXPECT_EQ(entry_error("batch: 1\n    shapes: {x: [1]}"),
            "tiny.yaml:3:5: key 'scenarios': gives both batches and shapes: keep one of them");
}

TEST(Parse, RefusesIncompleteSuites) {
  EXPECT_EQ(error_of("name: x\n"), "tiny.yaml:1:1: the suite has no 'scenarios'");
  EXPECT_EQ(error_of("scenarios: [{model: m}]\n"), "tiny.yaml:1:1: the suite has no 'name'");
  EXPECT_EQ(error_of("name: x\nscenarios: [{batch: 1}]\n"),
            "tiny.yaml:2:13: key 'scenarios': the entry has no 'models'");
  EXPECT_EQ(error_of("name: x\nscenarios: []\n"),
            "tiny.yaml:2:12: key 'scenarios': the list is empty");
  EXPECT_EQ(error_of("- a\n"), "tiny.yaml:1:1: is a list, a map of keys and values is wanted");
}

TEST(Parse, RefusesOverridesOfAbsentModels) {
  EXPECT_EQ(error_of("name: x\noverrides: {resnet5: {batch: 2}}\nscenarios: [{model: resnet50}]\n"),
            "tiny.yaml:1:1: override of 'resnet5': unknown, did you mean 'resnet50'?");
}

TEST(Parse, RefusesWhatIsNoYaml) {
  EXPECT_EQ(error_of("name: [a\n").rfind("tiny.yaml:2:1: not valid YAML: ", 0), 0u)
      << error_of("name: [a\n");
  EXPECT_NE(error_of(""), "no error");
  EXPECT_NE(error_of(std::string(50'000, '[')), "no error");
  EXPECT_NE(error_of(std::string("name: \x80\xff\x00", 9)), "no error");
}

TEST(Parse, RefusesOversizeFiles) {
  EXPECT_EQ(error_of("#" + std::string(2 << 20, 'x')),
            "tiny.yaml: 2097153 bytes, the limit is 1048576");
}

TEST(Parse, NamesAFileThatIsAbsent) {
  const auto suite = load_suite("/nowhere/x.yaml");
  ASSERT_FALSE(suite.ok());
  EXPECT_EQ(suite.error().message, "/nowhere/x.yaml: cannot be opened; is the path right?");
  EXPECT_FALSE(load_suite("/").ok());
}

}  // namespace
}  // namespace nightjar::scenarios
