// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/product/finish.h"

#include <gtest/gtest.h>

#include <vector>

namespace nightjar::kernels {
namespace {

TEST(Finish, ActivatesAsTheDefinitionDoes) {
  for (int kind = 0; kind <= static_cast<int>(ActivationKind::kElu); ++kind) {
    const Activation activation{static_cast<ActivationKind>(kind), 0.2, 0.9};
    std::vector<float> values;
    for (int i = -200; i <= 200; ++i) values.push_back(static_cast<float>(i) / 16);
    std::vector<float> activated = values;
    activate_values(activation, static_cast<int64_t>(activated.size()), activated.data());
    for (size_t i = 0; i < values.size(); ++i) {
      const double expected = activation(values[i]);
      EXPECT_NEAR(activated[i], expected, 2e-6 * std::max(1.0, std::abs(expected)))
          << name_of(activation.kind) << " of " << values[i];
    }
  }
}

TEST(Finish, MovesAndAddsAtStrides) {
  const std::vector<float> from = {1, 2, 3, 4, 5, 6};
  std::vector<float> to(9, 10);
  add_values(from.data(), 2, 3, to.data(), 3);
  EXPECT_EQ(to, (std::vector<float>{11, 10, 10, 13, 10, 10, 15, 10, 10}));
  copy_values(from.data(), 1, 2, to.data() + 1, 1);
  EXPECT_EQ(to, (std::vector<float>{11, 1, 2, 13, 10, 10, 15, 10, 10}));
  scale_values(2, 2, to.data());
  add_line(from.data(), 2, 2, to.data(), 4);
  EXPECT_EQ(to, (std::vector<float>{23, 4, 2, 13, 11, 12, 15, 10, 10}));
}

TEST(Finish, RowsGetBiasAndResidualAndStayWithinBounds) {
  const std::vector<float> sums = {1, 2, 0, 3, 4, 0}, bias = {10, -9},
                           residual = {1, 1, 0, 0, 2, 2, 0, 0};
  std::vector<float> y(8, -1);
  RowsToFinish rows{2, 2, sums.data(), 3, bias.data(), residual.data(), y.data(), 4};
  finish_rows(rows, {});
  EXPECT_EQ(y, (std::vector<float>{12, -6, -1, -1, 15, -3, -1, -1}));
  finish_rows(rows, {ActivationKind::kClip, -4, 13});
  EXPECT_EQ(y, (std::vector<float>{12, -4, -1, -1, 13, -3, -1, -1}));
  rows.bias = nullptr;
  finish_rows(rows, {});
  EXPECT_EQ(y, (std::vector<float>{2, 3, -1, -1, 5, 6, -1, -1}));
  rows.residual = nullptr;
  finish_rows(rows, {ActivationKind::kClip, 2, 99});
  EXPECT_EQ(y, (std::vector<float>{2, 2, -1, -1, 3, 4, -1, -1}));
}

TEST(Finish, RowsAreActivatedAsSingleValuesAre) {
  std::vector<float> sums, y(38), expected;
  for (int i = 0; i < 40; ++i) sums.push_back(static_cast<float>(i - 20) / 3);
  for (int kind = 0; kind <= static_cast<int>(ActivationKind::kElu); ++kind) {
    const Activation activation{static_cast<ActivationKind>(kind), 0.2, 0.9};
    finish_rows({2, 19, sums.data(), 20, nullptr, nullptr, y.data(), 19}, activation);
    for (int64_t r = 0; r < 2; ++r) {
      for (int64_t c = 0; c < 19; ++c) {
        const double value = activation(sums[static_cast<size_t>(r * 20 + c)]);
        EXPECT_NEAR(y[static_cast<size_t>(r * 19 + c)], value,
                    2e-6 * std::max(1.0, std::abs(value)))
            << name_of(activation.kind);
      }
    }
  }
}

}  // namespace
}  // namespace nightjar::kernels
