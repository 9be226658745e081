// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/hopper/wgmma_launch.h"

#include <fmt/format.h>

#include <cstdio>

namespace nightjar::kernels::cuda::hopper {
namespace {

constexpr int kNotMapped = -2;

constexpr WgmmaConfig kTiles[] = {
    {128, 256, false}, {128, 192, false}, {128, 128, false}, {128, 64, false},
    {64, 128, false},  {64, 64, false},   {128, 128, true},  {64, 256, true},
};

int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

/// Half of a tile's rows or columns idle is waste, unless no smaller tile exists.
bool is_oversized(const WgmmaConfig& tile, const Contraction& problem) {
  return (tile.m > 64 && problem.m <= tile.m / 2) || (tile.n > 64 && problem.n <= tile.n / 2);
}

/// Too many tiles of a small size, where a larger one reads less.
bool is_undersized(const WgmmaConfig& tile, const Contraction& problem, int64_t tiles, int cores) {
  constexpr int kManyWaves = 8;
  const bool could_grow = tile.n < problem.n || tile.m < 128;
  return could_grow && tile.m * tile.n < 128 * 128 && tiles > int64_t{kManyWaves} * cores;
}

}  // namespace

std::string WgmmaConfig::to_string() const {
  return in_turns ? fmt::format("{}x{} in turns", m, n)
                  : fmt::format("{}x{} split {}", m, n, split);
}

std::optional<WgmmaConfig> WgmmaConfig::parse(const std::string& text) {
  WgmmaConfig config;
  const int read = std::sscanf(text.c_str(), "%dx%d split %d", &config.m, &config.n, &config.split);
  config.in_turns = read == 2;
  const bool is_cut =
      config.split == 1 || config.split == 2 || config.split == 4 || config.split == 8;
  if (read < 2 || !is_cut || config.to_string() != text) return std::nullopt;
  return config;
}

bool is_wgmma_product(const Contraction& problem) {
  const bool is_aligned = problem.image.channels % 8 == 0 && problem.b_row_stride % 8 == 0 &&
                          problem.image.width_stride % 8 == 0 &&
                          problem.image.height_stride % 8 == 0 &&
                          problem.image.batch_stride % 8 == 0;
  return problem.batch == 1 && problem.image.channel_stride == 1 && problem.y_column == 1 &&
         problem.b_column_stride == 1 && is_aligned && can_map(problem.image);
}

std::vector<WgmmaConfig> wgmma_configs(const Contraction& problem, int cores) {
  std::vector<WgmmaConfig> configs;
  const int64_t taps = int64_t{problem.image.kernel_height} * problem.image.kernel_width;
  const int64_t steps = taps * ceil_div(problem.image.channels, kTileColumns);
  for (const WgmmaConfig& tile : kTiles) {
    const int64_t tiles = ceil_div(problem.m, tile.m) * ceil_div(problem.n, tile.n);
    if (is_oversized(tile, problem) || is_undersized(tile, problem, tiles, cores)) continue;
    if (tile.in_turns && tiles <= int64_t{cores}) continue;
    for (const int split : {1, 2, 4, 8}) {
      const bool is_idle = split > 1 && (tiles * split > 2 * int64_t{cores} || steps < 2 * split);
      if (is_idle || (split > 1 && tile.in_turns)) continue;
      configs.push_back(tile);
      configs.back().split = split;
    }
  }
  if (configs.empty()) configs.push_back({64, 64, false, 1});
  return configs;
}

WgmmaProduct::WgmmaProduct(const Contraction& problem, Element element, const WgmmaConfig& config)
    : element_(element), config_(config) {
  arguments_.problem = problem;
  arguments_.problem.a = arguments_.problem.b = nullptr;
  arguments_.has_patches = has_patches(problem.image);
  arguments_.split = config.split;
}

int WgmmaProduct::launch(const Contraction& problem, void* stream) {
  const Contraction& last = arguments_.problem;
  const bool has_moved = problem.a != last.a || problem.b != last.b || problem.y != last.y ||
                         problem.epilogue.residual != last.epilogue.residual;
  arguments_.problem = problem;
  if (has_moved) {
    const auto maps = map_operands(problem, element_, config_.m, config_.n);
    if (!maps) return kNotMapped;
    arguments_.maps = *maps;
  }
  if (element_ == Element::kInt8) return launch_wgmma_bytes(arguments_, config_, stream);
  return element_ == Element::kFloat16 ? launch_wgmma_half(arguments_, config_, stream)
                                       : launch_wgmma_bfloat(arguments_, config_, stream);
}

}  // namespace nightjar::kernels::cuda::hopper
