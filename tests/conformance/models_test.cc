// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Real models from the archive match their expected outputs, by plan files and the runtime alone.
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/models/verify/test_case.h"

namespace nightjar::cli {
namespace {

class Model : public ::testing::TestWithParam<const char*> {};

TEST_P(Model, MatchesItsExpectedOutputs) {
  const auto path =
      std::filesystem::path(NIGHTJAR_TEST_MODELS) / "visible" / GetParam() / "model.onnx";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "the archive of models is absent: " << path;
  const auto device = device::make_cpu_device();
  const SystemClock clock;
  const JudgedCase judged = judge_case(path, *device, clock);
  EXPECT_EQ(judged.judgement, Judgement::kPassed)
      << to_string(judged.judgement) << ": " << judged.reason;
}

INSTANTIATE_TEST_SUITE_P(Visible, Model,
                         ::testing::Values("mnist_8", "cnn_mnist_tribuo", "mobilenet_v2_035_128",
                                           "ultraface_rfb_320_nopost", "blazeface_front",
                                           "selfie_segmentation", "super_resolution_10",
                                           "micro_kws_fp32", "dnsmos_v8", "vttrack"),
                         [](const auto& tested) { return std::string(tested.param); });

}  // namespace
}  // namespace nightjar::cli
