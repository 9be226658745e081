// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/calibration/calibration.h"

#include <gtest/gtest.h>

#include "tests/results/examples.h"

namespace nightjar::report {
namespace {

using record::VerdictKind;

std::vector<record::Verdict> verdicts(const std::vector<VerdictKind>& kinds) {
  std::vector<record::Verdict> list;
  for (const VerdictKind kind : kinds) list.emplace_back().kind = kind;
  return list;
}

std::vector<record::Measurement> measurements(const std::vector<std::string>& models) {
  std::vector<record::Measurement> list;
  for (const std::string& model : models) {
    list.emplace_back().scenario = record::examples::scenario(model);
  }
  return list;
}

TEST(Calibration, CountsWhatWasToldAndWhatWasSuspected) {
  Calibration calibration;
  const auto models = measurements({"a", "b", "c", "d"});
  calibration.add(
      models,
      verdicts({VerdictKind::kNew, VerdictKind::kNew, VerdictKind::kNew, VerdictKind::kFailed}),
      verdicts({VerdictKind::kNew, VerdictKind::kNew, VerdictKind::kNew, VerdictKind::kFailed}));
  EXPECT_EQ(calibration.total().pairs, 0);
  calibration.add(
      models,
      verdicts({VerdictKind::kRegressed, VerdictKind::kAmbiguous, VerdictKind::kOk,
                VerdictKind::kImproved}),
      verdicts({VerdictKind::kOk, VerdictKind::kNoisy, VerdictKind::kOk, VerdictKind::kImproved}));
  EXPECT_EQ(calibration.total(), (CalibrationCounts{4, 3, 2, 1, 1}));
  EXPECT_EQ(calibration.scenarios().size(), 4u);
}

TEST(Calibration, PrintsTheRateWithItsInterval) {
  Calibration calibration;
  for (int i = 0; i < 100; ++i) {
    const auto kind = i == 0 ? VerdictKind::kRegressed : VerdictKind::kOk;
    calibration.add(measurements({"a"}), verdicts({kind}), verdicts({VerdictKind::kOk}));
  }
  const std::string text = print_calibration(calibration, {});
  EXPECT_NE(text.find("0 of 100 pairs without a change got a false verdict: 0.0 % (95 % interval "
                      "0.0 % to 3.6 %)"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("1 before suspicions were repeated: 1.0 %"), std::string::npos) << text;
  const std::string json = print_calibration_json(calibration);
  EXPECT_NE(json.find("\"false_at_first\": 1"), std::string::npos) << json;
  EXPECT_NE(json.find("\"pairs\": 100"), std::string::npos) << json;
}

}  // namespace
}  // namespace nightjar::report
