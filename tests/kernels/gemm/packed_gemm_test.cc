// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gemm/packed_gemm.h"

#include <gtest/gtest.h>

#include <vector>

namespace nightjar::kernels {
namespace {

template <typename T>
class PackedGemm : public ::testing::Test {};
using Types = ::testing::Types<float, double, uint64_t>;
TYPED_TEST_SUITE(PackedGemm, Types);

/// Small integers, so that every type gives exact sums.
template <typename T>
std::vector<T> numbers(int64_t count, int64_t step) {
  std::vector<T> values;
  for (int64_t i = 0; i < count; ++i) values.push_back(static_cast<T>(i * step % 7));
  return values;
}

template <typename T>
void expect_product(int64_t m, int64_t n, int64_t k, int threads) {
  const std::vector<T> a = numbers<T>(m * k, 3), b = numbers<T>(k * n, 5);
  std::vector<T> rows(static_cast<size_t>(packed_rows_count<T>(m, k)));
  std::vector<T> columns(static_cast<size_t>(packed_columns_count<T>(k, n)));
  pack_rows<T>({a.data(), k, 1}, m, k, rows.data(), threads);
  pack_columns<T>({b.data(), n, 1}, k, n, columns.data(), threads);
  const int64_t stride = n + 3;
  std::vector<T> c(static_cast<size_t>(m * stride), T(99));
  multiply_packed<T>({m, n, k, rows.data(), columns.data(), c.data(), stride}, threads);
  for (int64_t i = 0; i < m; ++i) {
    for (int64_t j = 0; j < stride; ++j) {
      T expected = j < n ? T(0) : T(99);
      for (int64_t d = 0; j < n && d < k; ++d) {
        expected += a[static_cast<size_t>(i * k + d)] * b[static_cast<size_t>(d * n + j)];
      }
      ASSERT_EQ(c[static_cast<size_t>(i * stride + j)], expected)
          << m << "x" << n << "x" << k << " at " << i << ", " << j;
    }
  }
}

TYPED_TEST(PackedGemm, EdgesAndDepthBlocks) {
  for (const int64_t m : {1, 6, 13}) {
    for (const int64_t n : {1, 16, 37}) {
      for (const int64_t k : {0, 1, 256, 600}) expect_product<TypeParam>(m, n, k, 1);
    }
  }
  expect_product<TypeParam>(110, 50, 300, 2);
}

}  // namespace
}  // namespace nightjar::kernels
