// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/contraction_launch.h"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <span>

#include "kernels/cuda/mma/mma_launch.h"

namespace nightjar::kernels::cuda {
namespace {

constexpr std::array<MmaTile, 6> kNByKTiles = {
    {{128, 128, 32}, {128, 64, 64}, {128, 32, 32}, {64, 64, 64}, {32, 64, 64}, {16, 64, 64}}};
constexpr std::array<MmaTile, 3> kKByNTiles = {{{128, 128, 32}, {64, 64, 64}, {32, 64, 64}}};
constexpr std::array<MmaTile, 1> kAnyTiles = {{{128, 64, 32}}};

std::span<const MmaTile> tiles_of(MmaLoad load) {
  if (load == MmaLoad::kRunsNByK) return kNByKTiles;
  if (load == MmaLoad::kRunsKByN) return kKByNTiles;
  return kAnyTiles;
}

/// The second extent of a grid.
constexpr int64_t kMostRowTiles = 65535;

int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }

/// Half of a tile's rows or columns idle is waste, unless no smaller tile exists.
bool is_oversized(const MmaTile& tile, const Contraction& problem) {
  return (tile.m > 16 && problem.m <= tile.m / 2) || (tile.n > 64 && problem.n <= tile.n / 2) ||
         (tile.n < 64 && problem.n > 3 * tile.n);
}

}  // namespace

std::optional<Element> element_of(tensor::DataType type) {
  switch (type) {
    case tensor::DataType::kFloat32:
      return Element::kFloat32;
    case tensor::DataType::kFloat16:
      return Element::kFloat16;
    case tensor::DataType::kBFloat16:
      return Element::kBFloat16;
    default:
      return std::nullopt;
  }
}

std::optional<Element> value_element_of(tensor::DataType type) {
  if (type == tensor::DataType::kInt8) return Element::kInt8;
  if (type == tensor::DataType::kUInt8) return Element::kUInt8;
  return element_of(type);
}

Contraction in_two_bytes(Contraction problem, int element_bytes) {
  const auto count = [&](auto& elements) { elements = elements * element_bytes / 2; };
  count(problem.k);
  count(problem.image.channels);
  count(problem.image.height_stride);
  count(problem.image.width_stride);
  count(problem.image.batch_stride);
  count(problem.batch_strides.a_outer);
  count(problem.batch_strides.a_inner);
  count(problem.batch_strides.b_outer);
  count(problem.batch_strides.b_inner);
  count(problem.b_row_stride);
  return problem;
}

std::string MmaConfig::to_string() const {
  return fmt::format("{}x{}x{} split {}", tile.m, tile.n, tile.k, split);
}

std::optional<MmaConfig> MmaConfig::parse(const std::string& text) {
  MmaConfig config;
  const int read = std::sscanf(text.c_str(), "%dx%dx%d split %d", &config.tile.m, &config.tile.n,
                               &config.tile.k, &config.split);
  const bool is_cut =
      config.split == 1 || config.split == 2 || config.split == 4 || config.split == 8;
  if (read != 4 || !is_cut || config.to_string() != text) return std::nullopt;
  return config;
}

std::vector<MmaConfig> mma_configs(const Contraction& problem, MmaLoad load, int cores,
                                   bool has_clusters) {
  std::vector<MmaConfig> configs;
  for (const MmaTile& tile : tiles_of(load)) {
    if (is_oversized(tile, problem) && load != MmaLoad::kAnyNByK) continue;
    const int64_t blocks =
        ceil_div(problem.m, tile.m) * ceil_div(problem.n, tile.n) * problem.batch;
    const int64_t steps = ceil_div(problem.k, tile.k);
    if (ceil_div(problem.m, tile.m) > kMostRowTiles) continue;
    for (const int split : {1, 2, 4, 8}) {
      const bool is_idle = split > 1 && (blocks * split > 2 * cores || steps < 2 * split);
      if (is_idle || (split > 1 && !has_clusters)) continue;
      configs.push_back({tile, split});
    }
  }
  if (configs.empty()) configs.push_back({tiles_of(load).front(), 1});
  return configs;
}

int launch_mma(const Contraction& problem, Element element, MmaLoad load, const MmaConfig& config,
               void* stream) {
  if (element == Element::kFloat16) return launch_mma_half(problem, load, config, stream);
  if (element == Element::kBFloat16) return launch_mma_bfloat(problem, load, config, stream);
  if (element == Element::kInt8) return launch_mma_bytes(problem, load, config, stream);
  if (element == Element::kFloat32 && problem.splits_floats) {
    return launch_mma_split(problem, load, config, stream);
  }
  if (element == Element::kFloat32) return launch_mma_tf32(problem, load, config, stream);
  return -1;
}

}  // namespace nightjar::kernels::cuda
