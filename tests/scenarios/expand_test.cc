// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/expand.h"

#include <gtest/gtest.h>

#include <set>

namespace nightjar::scenarios {
namespace {

Result<Expansion> expand_text(const std::string& text) {
  const auto suite = parse_suite(text, "tiny.yaml");
  if (!suite.ok()) return suite.error();
  return expand(*suite, refuse_by_device_kind);
}

std::vector<std::string> names_of(const std::string& text) {
  const auto expansion = expand_text(text);
  if (!expansion.ok()) return {expansion.error().message};
  std::vector<std::string> names;
  for (const Scenario& scenario : expansion->scenarios) names.push_back(display_name(scenario));
  return names;
}

using Names = std::vector<std::string>;

TEST(Expand, WalksModelsThenAxesInOrder) {
  EXPECT_EQ(names_of("name: x\nscenarios:\n  - models: [a, b]\n    precisions: [fp32, bf16]\n"
                     "    batches: [1, 8]\n"),
            (Names{"a/fp32/b1/single_stream", "a/fp32/b8/single_stream", "a/bf16/b1/single_stream",
                   "a/bf16/b8/single_stream", "b/fp32/b1/single_stream", "b/fp32/b8/single_stream",
                   "b/bf16/b1/single_stream", "b/bf16/b8/single_stream"}));
}

TEST(Expand, OverridesWinOverEntryAndDefaults) {
  EXPECT_EQ(
      names_of("name: x\ndefaults: {batch: 2, precision: bf16}\n"
               "overrides: {b: {batch: 4}, c: {batch: 5}}\nscenarios:\n"
               "  - models: [a, b, c]\n    batch: 3\n    overrides: {c: {batch: 6}}\n"),
      (Names{"a/bf16/b3/single_stream", "b/bf16/b4/single_stream", "c/bf16/b6/single_stream"}));
}

TEST(Expand, ShapesDisplaceBatches) {
  EXPECT_EQ(names_of("name: x\ndefaults: {batches: [1, 2]}\nscenarios:\n"
                     "  - model: a\n    shapes: [{x: [1, 4]}, {x: [2, 4], y: []}]\n"),
            (Names{"a/fp32/x=1x4/single_stream", "a/fp32/x=2x4/y=/single_stream"}))
      << "an empty list of extents is a scalar";
}

TEST(Expand, PatternsMeanSomethingToInferenceOnly) {
  EXPECT_EQ(
      names_of("name: x\nscenarios:\n  - model: a\n    kinds: [inference, build, load]\n"
               "    patterns: [single_stream, offline]\n"),
      (Names{"a/fp32/b1/single_stream", "a/fp32/b1/offline", "build:a/fp32/b1", "load:a/fp32/b1"}));
}

TEST(Expand, KernelCasesHaveNoPrecisionOrBatch) {
  EXPECT_EQ(names_of("name: x\ndefaults: {precisions: [fp32, bf16], batches: [1, 8]}\nscenarios:\n"
                     "  - kind: kernel\n    model: gemm/64\n"),
            (Names{"kernel:gemm/64"}));
}

TEST(Expand, ListsWhatADeviceCannotDo) {
  const auto expansion = expand_text(
      "name: x\nscenarios:\n  - model: a\n    precisions: [fp8, fp32, tf32]\n"
      "    devices: [cpu, cuda]\n");
  ASSERT_TRUE(expansion.ok()) << expansion.error().message;
  EXPECT_EQ(expansion->scenarios.size(), 4u);
  ASSERT_EQ(expansion->left_out.size(), 2u);
  EXPECT_EQ(expansion->left_out[0].reason, "a CPU has no fp8 arithmetic");
  EXPECT_EQ(expansion->left_out[1].reason, "a CPU has no tf32 arithmetic");
}

TEST(Expand, RefusesDoublesAndNamesBothPlaces) {
  EXPECT_EQ(names_of("name: x\nscenarios:\n  - model: a\n  - models: [b, a]\n"),
            (Names{"tiny.yaml:4:5: scenario 'a/fp32/b1/single_stream' is given twice, first by the "
                   "entry at line 3"}));
  EXPECT_EQ(names_of("name: x\nscenarios:\n  - model: a\n    batches: [1, 1]\n").size(), 1u);
  EXPECT_EQ(names_of("name: x\nscenarios:\n  - model: a\n  - model: a\n    limits: "
                     "{min_cosine: 0.5}\n")
                .size(),
            1u)
      << "limits do not make another series";
}

TEST(Expand, LimitsDependOnPrecision) {
  const auto expansion = expand_text(
      "name: x\ndefaults:\n  limits: {min_cosine: 0.9}\n  precision_limits: {fp32: {min_cosine: "
      "0.999}}\nscenarios:\n  - model: a\n    precisions: [fp32, bf16]\n");
  ASSERT_TRUE(expansion.ok()) << expansion.error().message;
  EXPECT_DOUBLE_EQ(*expansion->scenarios[0].limits.min_cosine, 0.999);
  EXPECT_DOUBLE_EQ(*expansion->scenarios[1].limits.min_cosine, 0.9);
}

TEST(Expand, RefusesSamplingThatCannotEnd) {
  EXPECT_EQ(names_of("name: x\nscenarios:\n  - model: a\n    sampling: {min_samples: 50, "
                     "max_samples: 40}\n"),
            (Names{"tiny.yaml:3:5: scenario 'a/fp32/b1/single_stream': max_samples is 40, allowed "
                   "is 50 to 2000000"}));
}

TEST(Expand, RefusesTooManyScenariosEvenWhenTheirNumberOverflows) {
  std::string list = "[1";
  for (int i = 2; i < 20'000; ++i) list += "," + std::to_string(i % 4000 + 1);
  list += "]";
  const std::string words(300, ' ');
  EXPECT_EQ(
      names_of("name: x\nscenarios:\n  - model: a\n    batches: &l " + list + "\n    threads: *l\n")
          .size(),
      1u);
  std::string models = "[m0";
  for (int i = 1; i < 20'001; ++i) models += ",m" + std::to_string(i);
  EXPECT_EQ(names_of("name: x\nscenarios:\n  - models: " + models + "]\n"),
            (Names{"tiny.yaml:3:5: the suite has more than 20000 scenarios"}));
}

TEST(Expand, ConcurrencyIsAnAxisOfWhatHasOne) {
  EXPECT_EQ(names_of("name: x\nscenarios:\n  - model: m\n"
                     "    patterns: [single_stream, server, concurrent]\n"
                     "    concurrency: [1, 4]\n"
                     "    load: {latency_bound: 5ms, percentile: 99%}\n"),
            (Names{"m/fp32/b1/single_stream", "m/fp32/b1/server/c1/within=5ms",
                   "m/fp32/b1/server/c4/within=5ms", "m/fp32/b1/concurrent/c1",
                   "m/fp32/b1/concurrent/c4"}));
  EXPECT_EQ(names_of("name: x\nscenarios:\n  - model: m\n    kind: load\n    concurrency: 2\n"
                     "    load: {plans: 6}\n"),
            (Names{"load:m/fp32/b1/c2/p6"}));
}

TEST(Expand, APercentileThatNoLoadCanShowIsRefused) {
  EXPECT_EQ(
      names_of("name: x\nscenarios:\n  - model: m\n    load: {percentile: 30%}\n"),
      (Names{"tiny.yaml:3:5: scenario 'm/fp32/b1/single_stream': percentile is 0.3, allowed is "
             "0.5 to 0.999"}));
}

TEST(Expand, WhatALoadDoesNotUseDoesNotSplitItsSeries) {
  const auto series = [](const std::string& load) {
    const auto suite =
        parse_suite("name: x\nscenarios:\n  - model: m\n    pattern: concurrent\n" + load, "t");
    return fingerprint(expand(*suite, refuse_by_device_kind)->scenarios.front());
  };
  EXPECT_EQ(series(""), series("    load: {seed: 9, latency_bound: 1s}\n"));
  EXPECT_NE(series(""), series("    load: {percentile: 90%}\n"));
}

TEST(Expand, ShippedSuitesAreValid) {
  const std::string folder = std::string(NIGHTJAR_SOURCE_DIR) + "/scenarios/suites/";
  for (const char* name : {"smoke", "nightly", "precision", "calibrate", "faults", "load"}) {
    const auto suite = load_suite(folder + name + ".yaml");
    ASSERT_TRUE(suite.ok()) << suite.error().message;
    EXPECT_EQ(suite->name, name);
    const auto expansion = expand(*suite, refuse_by_device_kind);
    ASSERT_TRUE(expansion.ok()) << expansion.error().message;
    EXPECT_GE(expansion->scenarios.size(), 12u) << name;
    std::set<std::string> fingerprints;
    for (const Scenario& scenario : expansion->scenarios) {
      EXPECT_TRUE(fingerprints.insert(fingerprint(scenario)).second) << display_name(scenario);
    }
  }
}

}  // namespace
}  // namespace nightjar::scenarios
