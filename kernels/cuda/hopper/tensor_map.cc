// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/hopper/tensor_map.h"

#include <cuda.h>
#include <cuda_runtime_api.h>

#include <algorithm>

namespace nightjar::kernels::cuda::hopper {
namespace {

static_assert(sizeof(TensorMap) == sizeof(CUtensorMap) && alignof(TensorMap) == 64);

constexpr cuuint64_t kElementBytes = 2;  // of a and b, which are moved as they are
/// The version of the driver's interface that brought the functions.
constexpr unsigned kFirstVersion = 12000;

template <typename Function>
Function* driver_function(const char* name) {
  void* function = nullptr;
  cudaDriverEntryPointQueryResult found = {};
  const auto code =
      cudaGetDriverEntryPointByVersion(name, &function, kFirstVersion, cudaEnableDefault, &found);
  const bool is_there = code == cudaSuccess && found == cudaDriverEntryPointSuccess;
  return is_there ? reinterpret_cast<Function*>(function) : nullptr;
}

/// Up to four axes, the fastest first. Strides of all but the first, in bytes.
struct Walk {
  cuuint32_t rank = 0;
  cuuint64_t extents[4] = {}, strides[3] = {};
  cuuint32_t box[4] = {}, steps[4] = {1, 1, 1, 1};
  CUtensorMapDataType type = CU_TENSOR_MAP_DATA_TYPE_UINT16;
  CUtensorMapSwizzle swizzle = CU_TENSOR_MAP_SWIZZLE_128B;
};

bool encode(const Walk& walk, const void* base, TensorMap& map) {
  static auto* const kEncode =
      driver_function<decltype(cuTensorMapEncodeTiled)>("cuTensorMapEncodeTiled");
  if (kEncode == nullptr) return false;
  return kEncode(reinterpret_cast<CUtensorMap*>(&map), walk.type, walk.rank,
                 const_cast<void*>(base), walk.extents, walk.strides, walk.box, walk.steps,
                 CU_TENSOR_MAP_INTERLEAVE_NONE, walk.swizzle, CU_TENSOR_MAP_L2_PROMOTION_L2_256B,
                 CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE) == CUDA_SUCCESS;
}

bool map_matrix(const Contraction& problem, int rows, TensorMap& map) {
  Walk walk;
  walk.rank = 2;
  walk.extents[0] = static_cast<cuuint64_t>(problem.k);
  walk.extents[1] = static_cast<cuuint64_t>(problem.m);
  // A convolution by one tap lies as a matrix of pixels.
  const bool is_pixels = problem.image.width_stride != 0;
  const int64_t pitch = is_pixels ? problem.image.width_stride : problem.image.batch_stride;
  walk.strides[0] = static_cast<cuuint64_t>(pitch) * kElementBytes;
  walk.box[0] = kTileColumns;
  walk.box[1] = static_cast<cuuint32_t>(rows);
  return encode(walk, problem.a, map);
}

/// From the first position of the patch to that of the last patch's, along one axis.
int upper_corner(int extent, int out_extent, int stride, int pad) {
  return (out_extent - 1) * stride - pad - (extent - 1);
}

bool map_patches(const Contraction& problem, int rows, TensorMap& map) {
  static auto* const kEncode =
      driver_function<decltype(cuTensorMapEncodeIm2col)>("cuTensorMapEncodeIm2col");
  if (kEncode == nullptr) return false;
  const Image& image = problem.image;
  const auto bytes = [](int64_t stride) { return static_cast<cuuint64_t>(stride) * kElementBytes; };
  const auto count = [](int64_t extent) { return static_cast<cuuint64_t>(extent); };
  const int64_t images = problem.m / (int64_t{image.out_height} * image.out_width);
  const cuuint64_t extents[4] = {count(image.channels), count(image.width), count(image.height),
                                 count(images)};
  const cuuint64_t strides[3] = {bytes(image.width_stride), bytes(image.height_stride),
                                 bytes(image.batch_stride)};
  const int lower[2] = {-image.pad_w, -image.pad_h};
  const int upper[2] = {upper_corner(image.width, image.out_width, image.stride_w, image.pad_w),
                        upper_corner(image.height, image.out_height, image.stride_h, image.pad_h)};
  const cuuint32_t steps[4] = {1, static_cast<cuuint32_t>(image.stride_w),
                               static_cast<cuuint32_t>(image.stride_h), 1};
  return kEncode(reinterpret_cast<CUtensorMap*>(&map), CU_TENSOR_MAP_DATA_TYPE_UINT16, 4,
                 const_cast<void*>(problem.a), extents, strides, lower, upper, kTileColumns,
                 static_cast<cuuint32_t>(rows), steps, CU_TENSOR_MAP_INTERLEAVE_NONE,
                 CU_TENSOR_MAP_SWIZZLE_128B, CU_TENSOR_MAP_L2_PROMOTION_L2_256B,
                 CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE) == CUDA_SUCCESS;
}

/// How y lies in shared memory: boxes of rows of 128 bytes, or of fewer where a tile has no more.
struct YBox {
  int element_bytes = 2, columns = kTileColumns;
  CUtensorMapDataType type = CU_TENSOR_MAP_DATA_TYPE_UINT16;
  CUtensorMapSwizzle swizzle = CU_TENSOR_MAP_SWIZZLE_128B;
};

/// nullopt where tiles of so many columns have no whole boxes, or y has elements that do not fit.
std::optional<YBox> y_box(const Contraction& problem, Element element, int columns) {
  const auto is_byte = [](Element type) {
    return type == Element::kInt8 || type == Element::kUInt8;
  };
  const Epilogue& epilogue = problem.epilogue;
  if (element != Element::kInt8) {
    return problem.wide_y ? std::nullopt : std::optional(YBox());
  }
  const bool leaves_bytes = epilogue.bytes.y == Element::kInt8;
  const bool has_known = epilogue.residual == nullptr ||
                         epilogue.bytes.residual == Element::kFloat16 ||
                         (leaves_bytes && is_byte(epilogue.bytes.residual));
  if (!has_known || (!leaves_bytes && epilogue.bytes.y != Element::kFloat16)) return std::nullopt;
  if (!leaves_bytes) return YBox();
  if (columns % 128 == 0) return YBox{1, 128, CU_TENSOR_MAP_DATA_TYPE_UINT8};
  if (columns != 64) return std::nullopt;
  return YBox{1, 64, CU_TENSOR_MAP_DATA_TYPE_UINT8, CU_TENSOR_MAP_SWIZZLE_64B};
}

/// y, or what lies like it.
bool map_result(const Contraction& problem, const void* base, const YBox& box, TensorMap& map) {
  Walk walk;
  walk.rank = 2;
  walk.type = box.type;
  walk.swizzle = box.swizzle;
  walk.extents[0] = static_cast<cuuint64_t>(problem.n);
  walk.extents[1] = static_cast<cuuint64_t>(problem.m);
  walk.strides[0] = static_cast<cuuint64_t>(problem.y_row * box.element_bytes);
  walk.box[0] = static_cast<cuuint32_t>(box.columns);
  walk.box[1] = kYRows;
  return encode(walk, base, map);
}

/// Whether rows of y begin at multiples of 16 bytes and hold the elements of the sums.
bool maps_y(const Contraction& problem, Element element, int columns, OperandMaps& maps) {
  const void* residual = problem.epilogue.residual;
  const auto box = y_box(problem, element, columns);
  if (!box) return false;
  const int run = 16 / box->element_bytes;
  if (problem.n % run != 0 || problem.y_row % run != 0) return false;
  // Halves beside a y of bytes are read as they are.
  const bool has_bytes = box->element_bytes == 1;
  maps.has_residual =
      residual != nullptr && (!has_bytes || problem.epilogue.bytes.residual != Element::kFloat16);
  return map_result(problem, problem.y, *box, maps.y) &&
         (!maps.has_residual || map_result(problem, residual, *box, maps.residual));
}

/// b as columns of y, taps and channels.
bool map_weights(const Contraction& problem, int columns, TensorMap& map) {
  const Image& image = problem.image;
  Walk walk;
  walk.rank = 3;
  walk.extents[0] = static_cast<cuuint64_t>(image.channels);
  walk.extents[1] = static_cast<cuuint64_t>(image.kernel_height * image.kernel_width);
  const int rows =
      problem.is_woven ? (problem.n + kWovenRows - 1) / kWovenRows * kWovenRows : problem.n;
  walk.extents[2] = static_cast<cuuint64_t>(rows);
  walk.strides[0] = walk.extents[0] * kElementBytes;
  walk.strides[1] = static_cast<cuuint64_t>(problem.b_row_stride) * kElementBytes;
  walk.box[0] = kTileColumns;
  walk.box[1] = 1;
  walk.box[2] = static_cast<cuuint32_t>(columns);
  return encode(walk, problem.b, map);
}

}  // namespace

bool has_patches(const Image& image) {
  return image.kernel_height * image.kernel_width > 1 || image.stride_h > 1 || image.stride_w > 1 ||
         image.pad_h > 0 || image.pad_w > 0 || image.out_height != image.height ||
         image.out_width != image.width;
}

bool can_map(const Image& image) {
  if (!has_patches(image)) return true;
  constexpr int kMostStride = 8, kMostOffset = 255, kLeastCorner = -128, kMostCorner = 127;
  const auto is_corner = [](int value) { return value >= kLeastCorner && value <= kMostCorner; };
  const int width = upper_corner(image.width, image.out_width, image.stride_w, image.pad_w);
  const int height = upper_corner(image.height, image.out_height, image.stride_h, image.pad_h);
  return image.stride_w <= kMostStride && image.stride_h <= kMostStride &&
         (image.kernel_width - 1) * image.dilation_w <= kMostOffset &&
         (image.kernel_height - 1) * image.dilation_h <= kMostOffset && is_corner(-image.pad_w) &&
         is_corner(-image.pad_h) && is_corner(width) && is_corner(height);
}

std::optional<OperandMaps> map_operands(const Contraction& problem, Element element, int rows,
                                        int columns) {
  OperandMaps maps;
  const bool has_a = has_patches(problem.image) ? map_patches(problem, rows, maps.a)
                                                : map_matrix(problem, rows, maps.a);
  if (!has_a || !map_weights(problem, columns, maps.b)) return std::nullopt;
  maps.has_y = maps_y(problem, element, columns, maps);
  return maps;
}

}  // namespace nightjar::kernels::cuda::hopper
