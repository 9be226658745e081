// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/record/json.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/results/examples.h"

namespace nightjar::record {
namespace {

TEST(RecordJsonTest, AJobResultSurvivesTheRoundTrip) {
  JobResult result = examples::result(1.5e6);
  result.build.emplace();
  result.build->plan_bytes = 123'456;
  const auto back = job_result_from_json(to_json(result));
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(*back, result);
}

TEST(RecordJsonTest, AbsentPartsStayAbsent) {
  JobResult failed;
  failed.outcome = Outcome::kFailed;
  failed.error = "no \"such\" operator\n";
  const auto back = job_result_from_json(to_json(failed));
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(*back, failed);
  EXPECT_FALSE(back->accuracy.has_value());
}

TEST(RecordJsonTest, PartsReadBackAlone) {
  const JobResult result = examples::result(1e6);
  EXPECT_EQ(*environment_from_json(to_json(result.environment)), result.environment);
  EXPECT_EQ(*accuracy_from_json(to_json(*result.accuracy)), *result.accuracy);
  EXPECT_EQ(*layers_from_json(to_json(result.layers)), result.layers);
  EXPECT_EQ(*summary_from_json(to_json(result.latency)), result.latency);
  const BuildFigures figures{1e9, 2e8, 4096, 1 << 20};
  EXPECT_EQ(*build_figures_from_json(to_json(figures)), figures);
  const LoadFigures load{4, 700, 0.99, 2e6, 1.9e6, 2.2e6, 2.3e6, 412.5, 430, 3e6, 9};
  EXPECT_EQ(*load_figures_from_json(to_json(load)), load);
}

TEST(RecordJsonTest, ProofsAndTheirOrdersReadBack) {
  ProofOrder order;
  order.host = "bench-1";
  order.old_sides = {{"aa", "bb", "cc"}, {"dd", "ee", "ff"}};
  order.is_faster = true;
  order.budget_ns = 7;
  EXPECT_EQ(*proof_order_from_json(to_json(order)), order);
  Proof proof;
  proof.outcome = ProofOutcome::kTacticLuck;
  proof.comparisons = {{ProofArm::kFresh, ProofArm::kOldProgram, 4, 0.1, 0.05, 0.15, 2, 1, "open"}};
  proof.trials = {{ProofArm::kBaseline, 1e6, "ab"}};
  proof.layers = {{LayerCause::kMovedToHost, "conv", {"a", "b"}, "x", "y", 1, 2, 0.5, 0.01}};
  EXPECT_EQ(*proof_from_json(to_json(proof)), proof);
  for (const char* wrong : {R"({"outcome": "sure"})", R"({"trials": [{"arm": "leg"}]})",
                            R"({"layers": [{"cause": "bad luck"}]})"}) {
    EXPECT_FALSE(proof_from_json(wrong).ok()) << wrong;
  }
}

TEST(RecordJsonTest, NotANumberIsNullAndComesBack) {
  Accuracy accuracy;
  accuracy.sqnr_db = std::numeric_limits<double>::quiet_NaN();
  const std::string text = to_json(accuracy);
  EXPECT_NE(text.find("\"sqnr_db\":null"), std::string::npos) << text;
  EXPECT_TRUE(std::isnan(accuracy_from_json(text)->sqnr_db));
}

TEST(RecordJsonTest, UnknownKeysAreIgnoredAndAbsentOnesKeepTheirDefaults) {
  const auto accuracy = accuracy_from_json(R"({"cosine": 0.5, "invented": [1, 2]})");
  ASSERT_TRUE(accuracy.ok());
  EXPECT_EQ(accuracy->cosine, 0.5);
  EXPECT_EQ(accuracy->top1_agreement, 1);
}

TEST(RecordJsonTest, NamesTheKeyThatIsWrong) {
  const auto wrong_type = accuracy_from_json(R"({"cosine": "high"})");
  ASSERT_FALSE(wrong_type.ok());
  EXPECT_EQ(wrong_type.error().message, "accuracy record: key \"cosine\" is of the wrong type");
  const auto fraction = environment_from_json(R"({"cores": 2.5})");
  ASSERT_FALSE(fraction.ok());
  EXPECT_EQ(fraction.error().message, "environment record: key \"cores\" must be a whole number");
  const auto outcome = job_result_from_json(R"({"outcome": "perhaps"})");
  ASSERT_FALSE(outcome.ok());
  EXPECT_NE(outcome.error().message.find("must be done, failed or cancelled"), std::string::npos);
}

TEST(RecordJsonTest, RefusesWhatIsNoJsonOrNoRecord) {
  EXPECT_FALSE(environment_from_json("{").ok());
  EXPECT_FALSE(environment_from_json("").ok());
  EXPECT_FALSE(environment_from_json("[]").ok());
  EXPECT_FALSE(layers_from_json("{}").ok());
  EXPECT_FALSE(layers_from_json("[1]").ok());
}

TEST(RecordJsonTest, BytesThatAreNotTextAreReplaced) {
  Environment environment = examples::environment();
  environment.host = "bad\xff\xfe";
  const auto back = environment_from_json(to_json(environment));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->host.substr(0, 3), "bad");
}

}  // namespace
}  // namespace nightjar::record
