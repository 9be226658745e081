// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/hopper/wgmma_launch.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace nightjar::kernels::cuda::hopper {
namespace {

constexpr int kCores = 132;

Contraction product(int m, int n, int k) {
  Contraction problem;
  problem.m = m;
  problem.n = n;
  problem.k = problem.image.channels = k;
  problem.image.batch_stride = problem.b_row_stride = k;
  return problem;
}

Contraction convolution(int size, int channels, int kernel, int stride, int pad) {
  Contraction problem = product(0, 64, channels * kernel * kernel);
  Image& image = problem.image;
  image.channels = channels;
  image.height = image.width = size;
  image.out_height = image.out_width = (size + 2 * pad - kernel) / stride + 1;
  image.kernel_height = image.kernel_width = kernel;
  image.stride_h = image.stride_w = stride;
  image.pad_h = image.pad_w = pad;
  image.width_stride = channels;
  image.height_stride = size * channels;
  image.batch_stride = int64_t{size} * size * channels;
  problem.m = image.out_height * image.out_width;
  return problem;
}

TEST(WgmmaConfig, ReadsWhatItWrites) {
  for (const Contraction& problem : {product(1, 8, 8), product(128, 768, 3072),
                                     product(4096, 3072, 768), product(100352, 64, 64)}) {
    const auto configs = wgmma_configs(problem, kCores);
    ASSERT_FALSE(configs.empty());
    for (const WgmmaConfig& config : configs) {
      EXPECT_EQ(WgmmaConfig::parse(config.to_string()), config) << config.to_string();
      EXPECT_TRUE(config.split == 1 || !config.in_turns) << config.to_string();
    }
  }
}

TEST(WgmmaConfig, RefusesWhatIsNone) {
  for (const char* text : {"", "128", "128x", "128x256", "128x256 split 3", "128x256 split 16",
                           "128x256 split 1 ", "128x256 in turn", " 128x256 split 1"}) {
    EXPECT_FALSE(WgmmaConfig::parse(text).has_value()) << text;
  }
}

TEST(WgmmaConfig, SharesColumnsWhereTilesAreFew) {
  const auto splits = [](const Contraction& problem) {
    int most = 1;
    for (const auto& config : wgmma_configs(problem, kCores)) most = std::max(most, config.split);
    return most;
  };
  EXPECT_EQ(splits(product(49, 512, 4608)), 8);
  EXPECT_EQ(splits(product(49, 512, 64)), 1);
  EXPECT_EQ(splits(product(100352, 256, 4608)), 1);
}

TEST(WgmmaProduct, KnowsWhatTheCopyEngineWalks) {
  EXPECT_TRUE(is_wgmma_product(product(5, 7, 16)));
  EXPECT_FALSE(is_wgmma_product(product(5, 7, 12)));
  EXPECT_TRUE(is_wgmma_product(convolution(56, 64, 3, 1, 1)));
  EXPECT_TRUE(is_wgmma_product(convolution(56, 64, 1, 2, 0)));
  EXPECT_FALSE(is_wgmma_product(convolution(56, 3, 3, 1, 1)));
  EXPECT_FALSE(is_wgmma_product(convolution(57, 64, 1, 9, 0)));
  EXPECT_FALSE(is_wgmma_product(convolution(500, 8, 1, 1, 200)));
  Contraction batch = product(8, 8, 8);
  batch.batch = 2;
  EXPECT_FALSE(is_wgmma_product(batch));
}

TEST(WgmmaProduct, SeesAMatrixInAConvolutionByOneTap) {
  EXPECT_FALSE(has_patches(product(8, 8, 8).image));
  EXPECT_FALSE(has_patches(convolution(14, 64, 1, 1, 0).image));
  EXPECT_TRUE(has_patches(convolution(14, 64, 1, 2, 0).image));
  EXPECT_TRUE(has_patches(convolution(14, 64, 1, 1, 1).image));
  EXPECT_TRUE(has_patches(convolution(14, 64, 3, 1, 1).image));
}

}  // namespace
}  // namespace nightjar::kernels::cuda::hopper
