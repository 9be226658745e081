// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/chrome_trace.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

namespace nightjar::cli {
namespace {

using Json = nlohmann::json;

record::JobResult two_inferences() {
  record::JobResult result;
  result.samples.latency_ns = {10'000, 12'000};
  result.samples.enqueue_ns = {2'000, 2'000};
  result.samples.h2d_ns = {1'000, 1'000};
  result.samples.compute_ns = {7'000, 9'000};
  result.samples.d2h_ns = {2'000, 2'000};
  record::LayerRow layer;
  layer.name = "conv1";
  layer.tactic = "conv.own.mma.v1";
  layer.nodes = {"conv1", "relu1"};
  layer.median_ns = 4'000;
  result.layers = {layer, layer};
  return result;
}

std::vector<Json> events_named(const std::string& name) {
  std::vector<Json> found;
  const Json trace = Json::parse(chrome_trace(two_inferences()));
  for (const Json& event : trace.at("traceEvents")) {
    if (event.at("name") == name) found.push_back(event);
  }
  return found;
}

TEST(ChromeTrace, InferencesFollowEachOtherWithTheirPartsInside) {
  const auto inferences = events_named("inference");
  ASSERT_EQ(inferences.size(), 2u);
  EXPECT_DOUBLE_EQ(inferences[1].at("ts"), 10);
  EXPECT_DOUBLE_EQ(inferences[1].at("dur"), 12);
  const auto computes = events_named("compute");
  ASSERT_EQ(computes.size(), 2u);
  EXPECT_DOUBLE_EQ(computes[1].at("ts"), 11);
  EXPECT_DOUBLE_EQ(computes[1].at("dur"), 9);
  EXPECT_EQ(computes[0].at("tid"), inferences[0].at("tid"));
}

TEST(ChromeTrace, StepsTellWhatTheyCameFrom) {
  const auto steps = events_named("conv1");
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_DOUBLE_EQ(steps[1].at("ts"), 4);
  EXPECT_EQ(steps[0].at("args").at("tactic"), "conv.own.mma.v1");
  EXPECT_EQ(steps[0].at("args").at("onnx_nodes"), Json::array({"conv1", "relu1"}));
}

TEST(ChromeTrace, PartsThatAreNotThereAreLeftOut) {
  record::JobResult result;
  result.samples.latency_ns = {5'000};
  const std::string text = chrome_trace(result);
  EXPECT_NE(text.find("\"inference\""), std::string::npos);
  EXPECT_EQ(text.find("copy in"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::cli
