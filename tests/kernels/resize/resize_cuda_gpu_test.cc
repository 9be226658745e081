// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/resize/resize.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;

constexpr const char* kName = "resize.own.taps.v1";

using ResizeOnGpu = CudaTactics;

TEST_F(ResizeOnGpu, EveryModeAndCoordinates) {
  for (const ResizeMode mode : {ResizeMode::kNearest, ResizeMode::kLinear, ResizeMode::kCubic}) {
    for (const CoordinateMode coordinates :
         {CoordinateMode::kHalfPixel, CoordinateMode::kAlignCorners, CoordinateMode::kAsymmetric}) {
      for (const DataType type : {DataType::kFloat32, DataType::kFloat16}) {
        ResizeProblem resize;
        resize.mode = mode;
        resize.coordinates = coordinates;
        resize.x = describe(type, {2, 3, 9, 7});
        resize.y = describe(type, {2, 3, 18, 11});
        expect_agreement(kName, resize.to_problem());
        resize.y = describe(type, {2, 3, 5, 3});
        expect_agreement(kName, resize.to_problem());
      }
    }
  }
}

TEST_F(ResizeOnGpu, ExtrapolatesOutsideOfACrop) {
  for (const ResizeMode mode : {ResizeMode::kNearest, ResizeMode::kLinear}) {
    ResizeProblem resize;
    resize.mode = mode;
    resize.coordinates = CoordinateMode::kTfCropAndResize;
    resize.roi = {0, 0, 0.2, -0.3, 1, 1, 1.4, 0.9};
    resize.extrapolation_value = 2.5;
    resize.x = describe(DataType::kFloat32, {1, 2, 8, 8});
    resize.y = describe(DataType::kFloat32, {1, 2, 6, 9});
    expect_agreement(kName, resize.to_problem());
  }
}

}  // namespace
}  // namespace nightjar::kernels::testing
