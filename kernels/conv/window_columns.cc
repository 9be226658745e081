// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/window_columns.h"

#include "kernels/common/threads.h"
#include "kernels/gemm/packed_gemm.h"

namespace nightjar::kernels {
namespace {

constexpr int64_t kOutside = -1;

int64_t wide_index(const ConvGeometry& geometry, int64_t narrow_index, const Axes& k) {
  const Axes& narrow = geometry.narrow;
  const Axes position = {narrow_index / (narrow[1] * narrow[2]),
                         narrow_index / narrow[2] % narrow[1], narrow_index % narrow[2]};
  int64_t index = 0;
  for (size_t axis = 0; axis < 3; ++axis) {
    const int64_t wide = geometry.wide_position(axis, position[axis], k[axis]);
    if (wide < 0 || wide >= geometry.wide[axis]) return kOutside;
    index = index * geometry.wide[axis] + wide;
  }
  return index;
}

template <typename T>
void pack_panel(const ConvGeometry& geometry, const T* image, int64_t channels, int64_t panel,
                T* target) {
  constexpr int64_t kColumns = kPanelColumns<T>;
  const int64_t positions = product(geometry.narrow), kernel = product(geometry.kernel);
  const int64_t plane = product(geometry.wide);
  for (int64_t k = 0; k < kernel; ++k) {
    int64_t sources[kColumns];
    for (int64_t j = 0; j < kColumns; ++j) {
      const int64_t position = panel * kColumns + j;
      sources[j] = position < positions
                       ? wide_index(geometry, position, kernel_position(geometry, k))
                       : kOutside;
    }
    for (int64_t c = 0; c < channels; ++c) {
      T* row = target + (c * kernel + k) * kColumns;
      const T* source = image + c * plane;
      for (int64_t j = 0; j < kColumns; ++j) {
        row[j] = sources[j] == kOutside ? T(0) : source[sources[j]];
      }
    }
  }
}

}  // namespace

template <typename T>
void pack_window_columns(const ConvGeometry& geometry, const T* image, int64_t channels, T* packed,
                         int threads) {
  const int64_t panel_size = channels * product(geometry.kernel) * kPanelColumns<T>;
  for_each_index(panel_count(product(geometry.narrow), kPanelColumns<T>), threads,
                 [&](int64_t panel) {
                   pack_panel(geometry, image, channels, panel, packed + panel * panel_size);
                 });
}

template void pack_window_columns(const ConvGeometry&, const float*, int64_t, float*, int);
template void pack_window_columns(const ConvGeometry&, const double*, int64_t, double*, int);
template void pack_window_columns(const ConvGeometry&, const uint64_t*, int64_t, uint64_t*, int);

}  // namespace nightjar::kernels
