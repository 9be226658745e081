// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The compiled matrix kernels, by what they are called in a tactic's configuration.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/tensor/data_type.h"
#include "kernels/cuda/contraction.h"

namespace nightjar::kernels::cuda {

/// nullopt for a type the GPU kernels are not compiled for.
std::optional<Element> element_of(tensor::DataType type);
/// The same, bytes included.
std::optional<Element> value_element_of(tensor::DataType type);

/// The same contraction with a and b counted in elements of two bytes, as the tensor-core kernels
/// count int8 in twos and float32 in halves. Channels are neighbours, and b lies [n, k].
Contraction in_two_bytes(Contraction problem, int element_bytes);

/// A block's share of y, and the columns of a it takes at a time.
struct MmaTile {
  int m = 0, n = 0, k = 0;
};

/// How one product is cut: "128x128x32 split 4".
struct MmaConfig {
  MmaTile tile;
  int split = 1;  ///< Blocks of a cluster that share the columns of a; 1, 2, 4 or 8.

  std::string to_string() const;
  static std::optional<MmaConfig> parse(const std::string& text);
};

/// How operands reach shared memory: columns of a in runs of 8 neighbours or one by one; b [n, k]
/// or [k, n].
enum class MmaLoad : uint8_t { kRunsNByK, kRunsKByN, kAnyNByK };

/// Configurations worth timing for m x n x k, `batch` times, on a GPU of so many cores. Without
/// clusters no split.
std::vector<MmaConfig> mma_configs(const Contraction& problem, MmaLoad load, int cores,
                                   bool has_clusters);

/// cudaError_t of the launch; -1 for a tile that is not compiled. `stream` is a cudaStream_t.
/// kInt8 and kFloat32, which is rounded to TF32, are counted by in_two_bytes.
int launch_mma(const Contraction& problem, Element element, MmaLoad load, const MmaConfig& config,
               void* stream);
/// float32 sums without tensor cores; large tiles pay for large products.
int launch_simt(const Contraction& problem, Element element, bool large_tiles, void* stream);
/// [o][c][taps] → [o][taps][c], as the kernels want the weights of convolutions. Each output takes
/// `pitch` elements, zeros at its end.
struct WeightPacking {
  int outputs = 0, channels = 0, taps = 0, pitch = 0;
};
int launch_pack_weights(const void* from, void* to, int element_bytes, const WeightPacking& packing,
                        void* stream);

}  // namespace nightjar::kernels::cuda
