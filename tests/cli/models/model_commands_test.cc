// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The subcommands model, import and verify, as a user types them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "tests/cli/ask.h"

namespace nightjar::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;

class ModelCommands : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(::testing::TempDir()) / "nightjar_commands" / test->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  fs::path folder_;
};

TEST_F(ModelCommands, ListIsATableAndJson) {
  const Answer table = ask("model list");
  EXPECT_EQ(table.exit_code, kExitOk);
  EXPECT_THAT(table.out, HasSubstr("resnet50"));
  EXPECT_THAT(table.out, HasSubstr("image float32[Nx3x224x224]"));
  const json parsed = json::parse(ask("model list --json").out);
  ASSERT_EQ(parsed["models"].size(), 11u);
  EXPECT_EQ(parsed["models"][0]["name"], "resnet50");
  EXPECT_EQ(parsed["models"][0]["parameters"], 25557032);
}

TEST_F(ModelCommands, MakeWritesAFileThatImportReads) {
  const Answer made = ask("model make policy_mlp -o " + path("policy.onnx"));
  EXPECT_EQ(made.exit_code, kExitOk) << made.err;
  const Answer read = ask("import " + path("policy.onnx"));
  EXPECT_EQ(read.exit_code, kExitOk) << read.err;
  EXPECT_THAT(read.out, HasSubstr("observation  float32[Nx64]"));
  EXPECT_THAT(read.out, HasSubstr("5  Gemm"));
  EXPECT_THAT(read.out, HasSubstr("parameters: 150537 in 10 float tensors"));
}

TEST_F(ModelCommands, ImportSaysWhatNodesBecome) {
  ASSERT_EQ(ask("model make policy_mlp -o " + path("policy.onnx")).exit_code, kExitOk);
  const Answer read = ask("import --nodes " + path("policy.onnx"));
  EXPECT_EQ(read.exit_code, kExitOk) << read.err;
  EXPECT_THAT(read.out, HasSubstr("body.0/Gemm (Gemm): float32[Nx64], "));
  EXPECT_THAT(read.out, testing::Not(HasSubstr("not supported")));
}

TEST_F(ModelCommands, LintFindsNothingOrSaysTheRemedy) {
  ASSERT_EQ(ask("model make policy_mlp -o " + path("policy.onnx")).exit_code, kExitOk);
  const Answer clean = ask("lint " + path("policy.onnx"));
  EXPECT_EQ(clean.exit_code, kExitOk) << clean.out;
  EXPECT_EQ(clean.out, "0 findings\n");
  std::ofstream(path("broken.onnx")) << "not a model";
  const Answer broken = ask("lint --json " + path("broken.onnx"));
  EXPECT_EQ(broken.exit_code, kExitError);
  const json parsed = json::parse(broken.out);
  EXPECT_EQ(parsed["findings"][0]["rule"], "import");
  EXPECT_NE(parsed["findings"][0]["remedy"], "");
}

TEST_F(ModelCommands, TroubleIsOneSentenceAndExitOne) {
  std::ofstream(path("broken.onnx")) << "not a model";
  for (const std::string& words :
       {std::string("model make resnet51 -o ") + path("x.onnx"),
        "model make policy_mlp -o " + path("absent/x.onnx"), "import " + path("absent.onnx"),
        "import " + path("broken.onnx"), "verify " + path("absent"),
        "verify --device cuda:99 " + path("broken.onnx")}) {
    const Answer answer = ask(words);
    EXPECT_EQ(answer.exit_code, kExitError) << words;
    EXPECT_THAT(answer.err, ::testing::StartsWith("nightjar: ")) << words;
    EXPECT_EQ(std::count(answer.err.begin(), answer.err.end(), '\n'), 1) << answer.err;
  }
}

TEST_F(ModelCommands, VerifyCountsAndExitsByWhatPassed) {
  fs::create_directories(folder_ / "case/test_data_set_0");
  std::ofstream(path("case/model.onnx")) << "not a model";
  std::ofstream(path("case/test_data_set_0/output_0.pb"));
  const Answer lines = ask("verify " + path(""));
  EXPECT_EQ(lines.exit_code, kExitError);
  EXPECT_THAT(lines.out, ::testing::StartsWith("error"));
  EXPECT_THAT(lines.out, HasSubstr("1 cases: 0 passed, 0 failed, 0 unsupported, 1 in error"));
  const json parsed = json::parse(ask("verify --json " + path("")).out);
  EXPECT_EQ(parsed["cases"][0]["status"], "error");
  EXPECT_EQ(parsed["cases"][0]["path"], path("case"));
  EXPECT_NE(parsed["cases"][0]["reason"], "");
}

}  // namespace
}  // namespace nightjar::cli
