// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A suspicion on its whole way: two runs of one model, the second with a fault, and the repeats.
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "results/store/store.h"
#include "tests/system/program.h"

namespace nightjar::system_test {
namespace {

namespace fs = std::filesystem;

/// Lines are folded where the numbers before let them be.
std::string unfolded(const std::string& text) {
  std::istringstream words(text);
  std::string all, word;
  while (words >> word) all += word + ' ';
  return all;
}

class ProofTest : public testing::Test {
 protected:
  ProofTest() {
    std::string folder = (fs::temp_directory_path() / "nightjar_proof_XXXXXX").string();
    folder_ = mkdtemp(folder.data());
  }
  ~ProofTest() override { fs::remove_all(folder_); }

  std::string run(const std::vector<std::string>& more, int* exit_code) {
    std::vector<std::string> words = {
        "run",           NIGHTJAR_SOURCE_DIR "/scenarios/suites/smoke.yaml",
        "--filter",      "policy_mlp/fp32/b1/single_stream",
        "--db",          folder_ + "/runs.db",
        "--cache",       folder_ + "/cache",
        "--lock-folder", folder_ + "/locks"};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words, folder_ + "/log", exit_code);
  }

  std::string folder_;
};

TEST_F(ProofTest, AFaultIsConfirmedByRepeatsOfBothSides) {
  int exit_code = -1;
  const std::string first = run({}, &exit_code);
  ASSERT_EQ(exit_code, 0) << first;
  EXPECT_TRUE(fs::exists(folder_ + "/runs.db.sides"));
  const std::string second = run({"--inject-slowdown", "policy_mlp=300%"}, &exit_code);
  EXPECT_EQ(exit_code, 3) << second;
  EXPECT_NE(unfolded(second).find("confirmed by repeats"), std::string::npos) << second;
  auto store = store::Store::open_read_only(folder_ + "/runs.db");
  ASSERT_TRUE(store.ok()) << store.error().message;
  const auto proofs = store->proofs().load(2);
  ASSERT_TRUE(proofs.ok());
  ASSERT_EQ(proofs->size(), 1u);
  EXPECT_EQ(proofs->at(0).outcome, record::ProofOutcome::kConfirmed);
  // Which cause a busy machine lets through is asked where the profiles are given.
  EXPECT_FALSE(proofs->at(0).layers.empty());
}

TEST_F(ProofTest, ASideThatWasDeletedIsSaidToBeMissing) {
  int exit_code = -1;
  ASSERT_NO_FATAL_FAILURE(run({}, &exit_code));
  fs::remove_all(folder_ + "/runs.db.sides");
  fs::remove_all(folder_ + "/cache");
  const std::string second = run({"--inject-slowdown", "policy_mlp=300%"}, &exit_code);
  EXPECT_EQ(exit_code, 3) << "what cannot be repeated stays as it was judged: " << second;
  EXPECT_NE(unfolded(second).find("no plan of the earlier runs is kept"), std::string::npos)
      << second;
}

}  // namespace
}  // namespace nightjar::system_test
