// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The zoo as files: the same bytes every time, and files that ONNX's own checker accepts.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/digest.h"
#include "engine/onnx/onnx.h"
#include "scenarios/zoo/zoo.h"

namespace nightjar::zoo {
namespace {

namespace fs = std::filesystem;

// Debian's interpreter, whose modules are Debian's packages.
constexpr char kPython[] = "/usr/bin/python3";

bool has_onnx_checker() {
  const std::string command = std::string(kPython) + " -c 'import onnx.checker' 2>/dev/null";
  return std::system(command.c_str()) == 0;
}

class ZooFile : public ::testing::TestWithParam<std::string> {};

uint64_t checksum_of_file(const std::string& name) {
  const auto bytes = make_model(name);
  EXPECT_TRUE(bytes.ok()) << bytes.error().message;
  return bytes.ok() ? checksum64(*bytes) : 0;
}

TEST_P(ZooFile, HasTheSameBytesTwice) {
  const uint64_t first = checksum_of_file(GetParam());
  EXPECT_EQ(first, checksum_of_file(GetParam()));
}

TEST_P(ZooFile, ReadsBackAsTheSameNetwork) {
  const auto bytes = make_model(GetParam());
  ASSERT_TRUE(bytes.ok()) << bytes.error().message;
  const auto network = onnx::import_model(*bytes, "");
  ASSERT_TRUE(network.ok()) << network.error().message;
  const auto original = make_network(GetParam());
  EXPECT_EQ(network->op_count(), original->op_count());
  EXPECT_EQ(network->output_names(), original->output_names());
  EXPECT_EQ(count_parameters(*network), count_parameters(*original));
}

TEST_P(ZooFile, IsAcceptedByTheOnnxChecker) {
  if (!has_onnx_checker()) GTEST_SKIP() << "Debian's python3-onnx is not installed";
  const auto bytes = make_model(GetParam());
  ASSERT_TRUE(bytes.ok()) << bytes.error().message;
  const fs::path path = fs::path(::testing::TempDir()) / ("nightjar_" + GetParam() + ".onnx");
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes->data()),
             static_cast<std::streamsize>(bytes->size()));
  const std::string command = std::string(kPython) +
                              " -c 'import sys, onnx.checker; "
                              "onnx.checker.check_model(sys.argv[1], full_check=True)' '" +
                              path.string() + "'";
  EXPECT_EQ(std::system(command.c_str()), 0);
  fs::remove(path);
}

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const ModelInfo& model : models()) all.push_back(model.name);
  return all;
}

INSTANTIATE_TEST_SUITE_P(All, ZooFile, ::testing::ValuesIn(names()),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace nightjar::zoo
