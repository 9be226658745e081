// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/models/model_source.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/digest.h"
#include "tests/worker/temporary_folder.h"

namespace nightjar::runners {
namespace {

class ModelSourceTest : public testing::Test {
 protected:
  ModelSourceTest()
      : source_([this](const std::string& name) { return name == "mine" ? folder_.path() : ""; },
                [](const std::string& name) -> Result<std::vector<std::byte>> {
                  if (name == "broken") return internal_error("out of luck");
                  if (name != "net") return not_found("there is no such model");
                  return std::vector<std::byte>{std::byte{1}, std::byte{2}};
                }) {
    std::ofstream(folder_.path() + "/model.onnx") << "trained";
  }

  worker::TemporaryFolder folder_;
  ModelSource source_;
};

TEST_F(ModelSourceTest, ATrainedModelBringsItsLabelledData) {
  const auto model = source_.load("mine");
  ASSERT_TRUE(model.ok());
  EXPECT_EQ(model->dataset_folder, folder_.path());
  EXPECT_EQ(model->digest, sha256_hex(std::string_view("trained")));
  EXPECT_EQ(model->name, "mine");
}

TEST_F(ModelSourceTest, APathBringsItsFolder) {
  const auto model = source_.load(folder_.path() + "/model.onnx");
  ASSERT_TRUE(model.ok());
  EXPECT_EQ(model->folder, folder_.path());
  EXPECT_EQ(model->dataset_folder, "");
  EXPECT_FALSE(source_.load(folder_.path() + "/other.onnx").ok());
}

TEST_F(ModelSourceTest, AnythingElseIsAskedOfTheZoo) {
  const auto model = source_.load("net");
  ASSERT_TRUE(model.ok());
  EXPECT_EQ(model->bytes.size(), 2u);
  EXPECT_EQ(model->folder, "");
  EXPECT_EQ(source_.load("none").error().message,
            "model 'none' is no trained model, no model of the zoo and no path that ends in .onnx");
  EXPECT_EQ(source_.load("broken").error().message, "model 'broken': out of luck");
}

}  // namespace
}  // namespace nightjar::runners
