// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/wording.h"

#include <gtest/gtest.h>

#include "tests/results/verdict/examples.h"

namespace nightjar::verdict {
namespace {

class WordingTest : public ::testing::Test {
 protected:
  LatencyFinding examine(const record::Measurement& tonight) {
    const auto reference = examples::measurement(2, 1e6);
    return examine_latency(tonight, baseline_, &reference, Policy{});
  }
  std::string words(const LatencyFinding& finding) {
    return describe_latency(finding, baseline_, scenarios::Kind::kInference);
  }

  Baseline baseline_ = choose_baseline(examples::points({1e6, 1e6}));
};

TEST_F(WordingTest, ARegressionNamesFiguresBaselineNoiseAndLayer) {
  const auto finding = examine(examples::slowed(3, 1e6, 0.2));
  EXPECT_EQ(words(finding),
            "latency 1.20 ms is +20.0 % against 1.00 ms of the median of 2 earlier runs (newest "
            "r2); a change without a cause has a standard deviation of 3.7 % (an assumed 3.0 % "
            "between runs, as there are only 2 earlier); layer layer_0 (280 µs to 480 µs, 100 % "
            "of the change)");
  EXPECT_NE(describe_alternative(finding, baseline_).find("a repeat below 1.08 ms (+7.6 %"),
            std::string::npos)
      << describe_alternative(finding, baseline_);
}

TEST_F(WordingTest, AmbiguousSaysWhatIsMissing) {
  const auto finding = examine(examples::measurement(3, 1.10e6));
  ASSERT_EQ(finding.kind(), record::VerdictKind::kAmbiguous);
  EXPECT_NE(words(finding).find("that is 2.6 of them where 3 are asked for; no layer stands out"),
            std::string::npos)
      << words(finding);
  EXPECT_NE(describe_alternative(finding, baseline_).find("the series has 2 so far"),
            std::string::npos);
}

TEST_F(WordingTest, AmbiguousBeyondTheNoiseSaysThatThePaceMayBeTheMachines) {
  const auto finding = examine(examples::measurement(3, 1.3e6));
  ASSERT_EQ(finding.kind(), record::VerdictKind::kAmbiguous);
  EXPECT_NE(words(finding).find("a machine that changed its pace looks the same, so with so few "
                                "earlier runs a factor of 3 is asked for; no layer stands out"),
            std::string::npos)
      << words(finding);
  EXPECT_NE(describe_alternative(finding, baseline_)
                .find("must reach +200.0 % to stand out, or a smaller one in certain layers only"),
            std::string::npos)
      << describe_alternative(finding, baseline_);
}

TEST_F(WordingTest, ADriftIsNamedWhateverTonightIsLike) {
  baseline_.drift = LevelDrift{1, 40, 0.002, 0.08};
  EXPECT_NE(words(examine(examples::measurement(3, 1e6)))
                .find("; the series drifts: +8.0 % over its newest 40 runs since r1, +0.2 % a run"),
            std::string::npos)
      << words(examine(examples::measurement(3, 1e6)));
}

TEST_F(WordingTest, OkSaysWhereItWouldEnd) {
  const auto finding = examine(examples::measurement(3, 1.01e6));
  ASSERT_EQ(finding.kind(), record::VerdictKind::kOk);
  EXPECT_NE(describe_alternative(finding, baseline_)
                .find("a median above 3.00 ms (+200.0 %), or a "
                      "smaller one in certain layers only"),
            std::string::npos)
      << describe_alternative(finding, baseline_);
}

TEST_F(WordingTest, AChangedTacticIsNamed) {
  auto tonight = examples::slowed(3, 1e6, 0.2);
  tonight.result.layers[0].tactic = "conv_plain_v1";
  EXPECT_NE(words(examine(tonight)).find("from tactic conv_onednn_v1 to conv_plain_v1"),
            std::string::npos);
}

TEST_F(WordingTest, OneEarlierRunIsNamedAlone) {
  baseline_ = choose_baseline(examples::points({1e6}));
  EXPECT_NE(words(examine(examples::slowed(2, 1e6, 0.2))).find("against 1.00 ms of r1;"),
            std::string::npos);
}

TEST_F(WordingTest, ANewLevelIsNamedWithWhatItBeganWith) {
  baseline_.shift = LevelShift{1, 0.8e6, 1e6};
  const std::string text = words(examine(examples::measurement(3, 1.01e6)));
  EXPECT_NE(text.find("2 earlier runs (newest r2) since the level changed by +25.0 % with r1"),
            std::string::npos)
      << text;
}

}  // namespace
}  // namespace nightjar::verdict
