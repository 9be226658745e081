// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What the GPU's matrix kernels are launched with: y[m, n] = epilogue(sum over k of a[m, k] b[n,
// k]), where a is a matrix or the patches of an image.
#pragma once

#include <cstdint>

namespace nightjar::kernels::cuda {

/// Element types the kernels are compiled for; those of bytes in quantised contractions alone.
enum class Element : int32_t { kFloat32, kFloat16, kBFloat16, kInt8, kUInt8 };

/// Rows of `a`: row m is output position (n, h, w) of a convolution, column k is (r, s, c), c
/// fastest. A matrix is a batch of images of one position. Strides count elements.
struct Image {
  int32_t height = 1, width = 1, channels = 1;
  int32_t out_height = 1, out_width = 1;
  int32_t kernel_height = 1, kernel_width = 1;
  int32_t stride_h = 1, stride_w = 1, pad_h = 0, pad_w = 0, dilation_h = 1, dilation_w = 1;
  int32_t height_stride = 0, width_stride = 0;
  int64_t batch_stride = 0, channel_stride = 1;
};

/// What sums of bytes become: real = sum * scale[column] + bias + residual, then the activation,
/// and a byte again where y is one. A byte of the residual stands for (byte - zero) * scale.
struct Requantizing {
  const float* scale = nullptr;  ///< One value a column.
  Element residual = Element::kFloat32, y = Element::kFloat32;
  float residual_scale = 1, residual_zero = 0;
  float y_steps = 1, y_zero = 0;  ///< y = round(real * y_steps) + y_zero
};

struct Epilogue {
  float alpha = 1;
  const void* bias = nullptr;  ///< One value a column.
  Element bias_type = Element::kFloat32;
  const void* residual = nullptr;  ///< Lies like y.
  int32_t activation = 0;          ///< An ActivationKind.
  float activation_alpha = 0, activation_beta = 0;
  Requantizing bytes;  ///< Read where a and b are bytes.
};

/// Offsets of product `outer * inner_count + inner`, in elements.
struct BatchStrides {
  int32_t inner_count = 1;
  int64_t a_outer = 0, a_inner = 0, b_outer = 0, b_inner = 0, y_outer = 0, y_inner = 0;
};

/// Of every 16 columns of y, the one whose weights are row `row` of a woven b. Rows are filled up
/// to a multiple of 16.
inline constexpr int kWovenRows = 16;
constexpr int woven_row(int row) {
  const int place = row % kWovenRows;
  return row - place + place % 8 / 2 * 4 + place / 8 * 2 + place % 2;
}

struct Contraction {
  const void* a = nullptr;
  const void* b = nullptr;
  void* y = nullptr;
  int32_t m = 0, n = 0, k = 0, batch = 1;
  Image image;
  BatchStrides batch_strides;
  int64_t b_row_stride = 0,
          b_column_stride = 1;  ///< b[n, k]; the tensor-core kernels know 1 of two.
  /// Rows of b lie in the order of woven_row, so that a thread of a warpgroup has four neighbours.
  bool is_woven = false;
  bool known_b = false;  ///< b is a constant: it may be read before the work in front is done.
  /// y of row m lies at m / rows_each * y_image + m % rows_each * y_row + n * y_column.
  int32_t rows_each = 0;
  /// float32 operands keep their bits on the way into tensor cores, for three products each.
  bool splits_floats = false;
  bool wide_y = false;  ///< y is float32 whatever a is; for the tensor-core kernels.
  int64_t y_image = 0, y_row = 0, y_column = 1;
  Epilogue epilogue;
  int32_t bias_batch_stride = 0;  ///< Columns that the bias moves on with each inner product.
};

}  // namespace nightjar::kernels::cuda
