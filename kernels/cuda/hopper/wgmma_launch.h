// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The warpgroup kernels for sm_90a, by what they are called in a tactic's configuration.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernels/cuda/contraction.h"
#include "kernels/cuda/hopper/tensor_map.h"

namespace nightjar::kernels::cuda::hopper {

/// How one product is cut: "128x256 split 1", or "128x128 in turns", where two warpgroups work on a
/// tile each, one of them finishing while the other multiplies.
struct WgmmaConfig {
  int m = 0, n = 0;
  bool in_turns = false;
  int split = 1;  ///< Blocks of a cluster that share the columns of a; 1, 2, 4 or 8.

  std::string to_string() const;
  static std::optional<WgmmaConfig> parse(const std::string& text);
  bool operator==(const WgmmaConfig&) const = default;
};

/// What a kernel is launched with.
struct WgmmaArguments {
  OperandMaps maps;
  Contraction problem;  ///< One product; a is [m, k] or patches, b [n, k]; k runs in eights.
  bool has_patches = false;
  bool copies_y = false;  ///< y leaves, and the residual comes, by the copy engine.
  int split = 1;
};

/// Whether the build has the kernels; only an sm_90 runs them.
bool has_wgmma();
/// Whether the kernels read this product: one, in elements of two bytes, aligned in eights.
bool is_wgmma_product(const Contraction& problem);

/// Configurations worth timing on a GPU of so many cores.
std::vector<WgmmaConfig> wgmma_configs(const Contraction& problem, int cores);

/// A product whose maps are made anew when its pointers move.
class WgmmaProduct {
 public:
  WgmmaProduct(const Contraction& problem, Element element, const WgmmaConfig& config);

  /// `problem` has the pointers and is otherwise that of the constructor. cudaError_t of the
  /// launch; -1 for a tile that is not compiled, -2 for operands that cannot be mapped. `stream`
  /// is a cudaStream_t.
  int launch(const Contraction& problem, void* stream);

 private:
  WgmmaArguments arguments_;
  Element element_;
  WgmmaConfig config_;
};

/// One entry an element type, so that they compile side by side.
int launch_wgmma_half(const WgmmaArguments& arguments, const WgmmaConfig& config, void* stream);
int launch_wgmma_bfloat(const WgmmaArguments& arguments, const WgmmaConfig& config, void* stream);
int launch_wgmma_bytes(const WgmmaArguments& arguments, const WgmmaConfig& config, void* stream);

}  // namespace nightjar::kernels::cuda::hopper
