// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gemm/gemm_cuda.h"

#include <algorithm>
#include <cstring>

#include "kernels/common/convert.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;

bool is_row_bias(const GemmProblem& gemm) {
  if (!gemm.has_bias()) return true;
  const tensor::Shape& shape = gemm.bias.shape;
  if (shape.empty() || !cuda::element_of(gemm.bias.type) || !(shape.back() == gemm.n())) {
    return false;
  }
  for (size_t i = 0; i + 1 < shape.size(); ++i) {
    if (!(shape[i] == tensor::Dim(1))) return false;
  }
  return true;
}

/// Elements from one matrix to the next along each of the two last batch axes of y.
void set_batch_strides(const Dims& dims, const Dims& y, int64_t& outer, int64_t& inner) {
  const int64_t size = dims[dims.size() - 1] * dims[dims.size() - 2];
  const auto extent = [&](size_t from_end) {
    return dims.size() >= from_end ? dims[dims.size() - from_end] : 1;
  };
  inner = y.size() >= 3 && extent(3) > 1 ? size : 0;
  outer = y.size() >= 4 && extent(4) > 1 ? size * extent(3) : 0;
}

/// Whether all rows of a meet the same b, so that the batch is only more rows.
bool is_one_product(const GemmProblem& gemm, const Dims& b) {
  return !gemm.trans_a && tensor::element_count(Dims(b.begin(), b.end() - 2)) == 1;
}

}  // namespace

bool is_cuda_gemm(const GemmProblem& gemm) {
  const bool is_wide = gemm.y.type == DataType::kFloat32 && gemm.a.type != gemm.y.type;
  const bool same_types =
      gemm.a.type == gemm.b.type && (is_wide || gemm.a.type == gemm.y.type) &&
      (!gemm.has_residual() || (gemm.residual.type == gemm.y.type && !is_wide)) &&
      cuda::element_of(gemm.a.type).has_value();
  return same_types && cuda::element_of(gemm.y.type).has_value() && is_row_bias(gemm) &&
         gemm.y.shape.size() <= 4 && !(gemm.k() == tensor::Dim(0));
}

cuda::Epilogue epilogue_of(const Activation& activation, double alpha,
                           const tensor::TensorDesc& bias) {
  cuda::Epilogue epilogue;
  epilogue.alpha = static_cast<float>(alpha);
  epilogue.bias_type = cuda::element_of(bias.type).value_or(cuda::Element::kFloat32);
  epilogue.activation = static_cast<int32_t>(activation.kind);
  epilogue.activation_alpha = static_cast<float>(activation.alpha);
  epilogue.activation_beta = static_cast<float>(activation.beta);
  return epilogue;
}

cuda::Contraction contraction_of(const GemmProblem& bound) {
  const Dims a = dims_of(bound.a), b = dims_of(bound.b), y = dims_of(bound.y);
  int64_t m = *bound.m().constant();
  const int64_t n = *bound.n().constant(), k = *bound.k().constant();
  cuda::Contraction problem;
  cuda::BatchStrides& batch = problem.batch_strides;
  int64_t matrices = tensor::element_count(Dims(y.begin(), y.end() - 2));
  if (is_one_product(bound, b)) {
    m *= matrices;
    matrices = 1;
  } else {
    set_batch_strides(a, y, batch.a_outer, batch.a_inner);
    set_batch_strides(b, y, batch.b_outer, batch.b_inner);
    batch.inner_count = y.size() >= 3 ? static_cast<int32_t>(y[y.size() - 3]) : 1;
    batch.y_inner = m * n;
    batch.y_outer = batch.inner_count * batch.y_inner;
  }
  problem.m = static_cast<int32_t>(m);
  problem.n = static_cast<int32_t>(n);
  problem.k = static_cast<int32_t>(k);
  problem.batch = static_cast<int32_t>(matrices);
  problem.image.channels = problem.k;
  problem.image.batch_stride = bound.trans_a ? 1 : k;
  problem.image.channel_stride = bound.trans_a ? m : 1;
  problem.b_row_stride = bound.trans_b ? k : 1;
  problem.b_column_stride = bound.trans_b ? 1 : n;
  problem.rows_each = problem.m;
  problem.y_row = n;
  problem.wide_y = bound.y.type == DataType::kFloat32;
  problem.epilogue = epilogue_of(bound.activation, bound.alpha, bound.bias);
  return problem;
}

std::vector<std::byte> transposed(const tensor::HostTensor& b, int64_t k, int64_t n) {
  const auto bytes = static_cast<size_t>(element_bytes(b.type()));
  std::vector<std::byte> packed(static_cast<size_t>(k * n) * bytes);
  const std::byte* from = b.bytes();
  constexpr int64_t kBlock = 32;  // columns at a time: both sides stay in the cache
  for (int64_t first = 0; first < n; first += kBlock) {
    for (int64_t i = 0; i < k; ++i) {
      for (int64_t j = first; j < std::min(first + kBlock, n); ++j) {
        std::memcpy(packed.data() + static_cast<size_t>(j * k + i) * bytes,
                    from + static_cast<size_t>(i * n + j) * bytes, bytes);
      }
    }
  }
  return packed;
}

void set_pointers(cuda::Contraction& contraction, const LaunchArguments& arguments) {
  const auto input = [&](size_t i) {
    return i < arguments.inputs.size() ? arguments.inputs[i] : nullptr;
  };
  contraction.a = input(0);
  contraction.b = input(1);
  contraction.y = arguments.outputs[0];
  contraction.epilogue.bias = input(2);
  contraction.epilogue.residual = input(3);
}

}  // namespace nightjar::kernels
