// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/quantize_request.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/text_file.h"

namespace nightjar::cli {
namespace {

/// One convolution.
engine::Network small_network() {
  engine::Network network;
  const auto x = network.add_input("x", {tensor::DataType::kFloat32, {1, 4, 6, 6}});
  tensor::HostTensor weights(tensor::DataType::kFloat32, {8, 4, 3, 3});
  for (int64_t i = 0; i < weights.count(); ++i) {
    weights.set_value(i, static_cast<double>(i % 7) / 7 - 0.4);
  }
  network::Op conv;
  conv.type = "Conv";
  conv.name = "conv";
  conv.inputs = {x, network.add_constant("w", weights)};
  const auto outputs = network.add_op(std::move(conv), 1);
  EXPECT_TRUE(outputs.ok()) << outputs.error().message;
  network.add_output(outputs->front(), "y");
  return network;
}

size_t count_ops(const engine::Network& network, const std::string& type) {
  size_t count = 0;
  for (const network::OpId id : network.topological_order()) {
    count += network.op(id).type == type ? 1 : 0;
  }
  return count;
}

/// A path in the build folder that does not exist yet.
std::string fresh_path(const std::string& name) {
  const std::string path = ::testing::TempDir() + "/" + name;
  std::filesystem::remove(path);
  return path;
}

TEST(QuantizeRequest, TheCacheIsWrittenAndThenRead) {
  QuantizeRequest request;
  request.cache = fresh_path("ranges.txt");
  std::vector<std::string> first, second, third;
  ASSERT_TRUE(quantize_by_request(small_network(), request, {}, first).ok());
  ASSERT_TRUE(quantize_by_request(small_network(), request, {}, second).ok());
  EXPECT_NE(first.back().find("ranges by entropy from"), std::string::npos);
  EXPECT_NE(second.back().find("ranges from '"), std::string::npos);
  request.method = "mse";
  ASSERT_TRUE(quantize_by_request(small_network(), request, {}, third).ok());
  EXPECT_NE(third.front().find("is not used"), std::string::npos);
}

TEST(QuantizeRequest, ABrokenCacheIsNamedAndReplaced) {
  QuantizeRequest request;
  request.cache = fresh_path("broken.txt");
  std::ofstream(request.cache) << "nightjar calibration 1\nkey abc\nrange \"x\"";
  std::vector<std::string> lines;
  ASSERT_TRUE(quantize_by_request(small_network(), request, {}, lines).ok());
  EXPECT_NE(lines.front().find("is not used"), std::string::npos);
  lines.clear();
  ASSERT_TRUE(quantize_by_request(small_network(), request, {}, lines).ok());
  EXPECT_NE(lines.back().find("ranges from '"), std::string::npos);
}

TEST(QuantizeRequest, AFileOfSomebodyElseIsLeftAsItIs) {
  QuantizeRequest request;
  request.cache = fresh_path("notes.txt");
  ASSERT_TRUE(write_text_file(request.cache, "my notes\n").ok());
  std::vector<std::string> lines;
  const auto refused = quantize_by_request(small_network(), request, {}, lines);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::kConflict);
  EXPECT_EQ(read_text_file(request.cache).value(), "my notes\n");
  request.cache = ::testing::TempDir();
  EXPECT_FALSE(quantize_by_request(small_network(), request, {}, lines).ok()) << "a folder";
}

TEST(QuantizeRequest, RangesFromElsewhereAreTakenAsTheyAre) {
  QuantizeRequest request;
  request.cache = fresh_path("ranges_for_others.txt");
  std::vector<std::string> lines;
  ASSERT_TRUE(quantize_by_request(small_network(), request, {}, lines).ok());
  request.ranges = request.cache;
  request.cache.clear();
  request.method = "mse";  // which the cache was not made with
  lines.clear();
  const auto taken = quantize_by_request(small_network(), request, {}, lines);
  ASSERT_TRUE(taken.ok()) << taken.error().message;
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines.front().find("ranges of '"), std::string::npos);
}

TEST(QuantizeRequest, LayersCanBeKeptInFloat) {
  QuantizeRequest request;
  std::vector<std::string> lines;
  const engine::Network network = small_network();
  request.layer_words = {"conv=fp32"};
  const auto kept = quantize_by_request(network, request, {}, lines);
  ASSERT_TRUE(kept.ok()) << kept.error().message;
  EXPECT_EQ(count_ops(*kept, "QuantizeLinear"), 0u);
  for (const char* wrong : {"nobody=fp32", "x", "x=fp64"}) {
    request.layer_words = {wrong};
    EXPECT_FALSE(quantize_by_request(network, request, {}, lines).ok()) << wrong;
  }
}

TEST(QuantizeRequest, ImpossiblePercentilesAreRefused) {
  QuantizeRequest request;
  std::vector<std::string> lines;
  for (const double wrong : {0.0, 50.0, 101.0}) {
    request.percentile = wrong;
    EXPECT_FALSE(quantize_by_request(small_network(), request, {}, lines).ok()) << wrong;
  }
}

}  // namespace
}  // namespace nightjar::cli
