// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gemm/gemm_extents.h"

namespace nightjar::kernels {
namespace {

tensor::Dims without_matrix(const tensor::Dims& dims) {
  return tensor::Dims(dims.begin(), dims.end() - 2);
}

/// Which of the matrices in `from` each of the products over `batch` reads.
std::vector<int64_t> matrices(const tensor::Dims& from, const tensor::Dims& batch) {
  const tensor::Dims strides = broadcast_strides(from, batch);
  const int64_t count = tensor::element_count(batch);
  std::vector<int64_t> chosen(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) {
    int64_t rest = i, index = 0;
    for (size_t axis = batch.size(); axis-- > 0;) {
      index += rest % batch[axis] * strides[axis];
      rest /= batch[axis];
    }
    chosen[static_cast<size_t>(i)] = index;
  }
  return chosen;
}

}  // namespace

tensor::Dims broadcast_strides(const tensor::Dims& from, const tensor::Dims& y) {
  const tensor::Dims dense = tensor::row_major_strides(from);
  tensor::Dims strides(y.size(), 0);
  const size_t skipped = y.size() - from.size();
  for (size_t i = 0; i < from.size(); ++i) {
    if (from[i] != 1) strides[i + skipped] = dense[i];
  }
  return strides;
}

GemmExtents gemm_extents(const GemmProblem& bound) {
  GemmExtents extents;
  extents.m = *bound.m().constant();
  extents.n = *bound.n().constant();
  extents.k = *bound.k().constant();
  const tensor::Dims batch = without_matrix(dims_of(bound.y));
  const tensor::Dims a_batch = without_matrix(dims_of(bound.a));
  const tensor::Dims b_batch = without_matrix(dims_of(bound.b));
  const int64_t products = tensor::element_count(batch);
  const bool one_product = !bound.trans_a && tensor::element_count(b_batch) == 1 &&
                           tensor::element_count(a_batch) == products;
  if (one_product) {
    extents.m *= products;
    extents.a_matrix = extents.b_matrix = {0};
    return extents;
  }
  extents.a_matrix = matrices(a_batch, batch);
  extents.b_matrix = matrices(b_batch, batch);
  return extents;
}

}  // namespace nightjar::kernels
