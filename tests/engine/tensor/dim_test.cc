// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/dim.h"

#include <gtest/gtest.h>

#include <random>

namespace nightjar::tensor {
namespace {

const Dim kN = Dim::symbol("N");
const Dim kH = Dim::symbol("H");

TEST(Dim, EqualExpressionsCompareEqual) {
  EXPECT_EQ((kN + 1) * 2, 2 * kN + 2);
  EXPECT_EQ(kN * kH, kH * kN);
  EXPECT_EQ(kN - kN, Dim(0));
  EXPECT_EQ(Dim::floor_div(6 * kN * kH, 3 * kN), 2 * kH);
  EXPECT_FALSE(kN == kH);
}

TEST(Dim, PrintsCanonically) {
  EXPECT_EQ((2 * kN + 1).to_string(), "1 + 2*N");
  EXPECT_EQ(Dim::floor_div(kH + 1, 2).to_string(), "floordiv(1 + H, 2)");
  EXPECT_EQ((Dim(0) - kN).to_string(), "-N");
  EXPECT_EQ(Dim(0).to_string(), "0");
}

TEST(Dim, FloorDivisionRoundsDown) {
  EXPECT_EQ(Dim::floor_div(-7, 2).constant(), -4);
  EXPECT_EQ(Dim::floor_div(7, -2).constant(), -4);
  EXPECT_EQ(Dim::ceil_div(7, 2).constant(), 4);
  EXPECT_EQ(Dim::floor_div(INT64_MIN, -1).constant(), INT64_MAX);
}

TEST(Dim, MinAndMaxUseThatExtentsAreNotNegative) {
  EXPECT_EQ(Dim::max(kN, 0), kN);
  EXPECT_EQ(Dim::max(kN + 3, 2), kN + 3);
  EXPECT_EQ(Dim::min(kN, Dim::min(kN, 1)), Dim::min(kN, 1));
  EXPECT_EQ(Dim::max(kN, Dim::min(Dim::min(kN, 1), 1)), kN);
  EXPECT_EQ(Dim::max(Dim::max(kN, kH), kH), Dim::max(kN, kH));
}

TEST(Dim, LowerBounds) {
  EXPECT_EQ((2 * kN + 3).lower_bound(), 3);
  EXPECT_EQ(Dim::floor_div(kN - 1, 2).lower_bound(), -1);
  EXPECT_EQ(Dim::max(kN - kH, 4).lower_bound(), 4);
  EXPECT_FALSE((kN - kH).lower_bound().has_value());
  EXPECT_FALSE((Dim(5) - kN).lower_bound().has_value());
}

TEST(Dim, EvaluationNamesWhatIsMissing) {
  EXPECT_EQ((kN * kH + 1).evaluate({{"N", 3}, {"H", 4}}).value(), 13);
  EXPECT_NE(kN.evaluate({}).error().message.find("'N' has no value"), std::string::npos);
  EXPECT_FALSE(Dim::floor_div(kN, kH).evaluate({{"N", 1}, {"H", 0}}).ok());
  EXPECT_FALSE((kN * kN).evaluate({{"N", INT64_MAX}}).ok());
}

TEST(Dim, ConstantsSaturate) {
  EXPECT_EQ((Dim(INT64_MAX) * Dim(2)).constant(), INT64_MAX);
  EXPECT_EQ((Dim(INT64_MIN) + Dim(-1)).constant(), INT64_MIN);
}

TEST(Dim, BigProductsStayUnexpanded) {
  Dim sum(1);
  for (int i = 0; i < 20; ++i) sum = sum + Dim::symbol("s" + std::to_string(i));
  Dim power = sum;
  for (int i = 0; i < 4; ++i) power = power * sum;
  SymbolValues ones;
  for (int i = 0; i < 20; ++i) ones["s" + std::to_string(i)] = 1;
  EXPECT_EQ(power.evaluate(ones).value(), 21 * 21 * 21 * 21 * 21);
  EXPECT_LT(power.to_string().size(), 2000u);
}

/// A random expression, and what plain arithmetic says its value is.
struct Sampled {
  Dim dim;
  int64_t value;
};

Sampled sample(std::mt19937& random, const SymbolValues& symbols, int depth) {
  const auto pick = [&random](int bound) { return static_cast<int>(random() % bound); };
  if (depth == 0 || pick(4) == 0) {
    if (pick(2) == 0) {
      const int64_t value = pick(7) - 2;
      return {Dim(value), value};
    }
    const std::string name = std::string(1, static_cast<char>('a' + pick(3)));
    return {Dim::symbol(name), symbols.at(name)};
  }
  const Sampled x = sample(random, symbols, depth - 1), y = sample(random, symbols, depth - 1);
  switch (pick(6)) {
    case 0:
      return {x.dim + y.dim, x.value + y.value};
    case 1:
      return {x.dim - y.dim, x.value - y.value};
    case 2:
      return {x.dim * y.dim, x.value * y.value};
    case 3:
      return {Dim::min(x.dim, y.dim), std::min(x.value, y.value)};
    case 4:
      return {Dim::max(x.dim, y.dim), std::max(x.value, y.value)};
    default: {
      const int64_t by = pick(4) + 1;
      const int64_t down = x.value / by - (x.value % by < 0 ? 1 : 0);
      return {Dim::floor_div(x.dim, by), down};
    }
  }
}

TEST(Dim, RandomExpressionsKeepTheirValue) {
  std::mt19937 random(20260701);
  for (int round = 0; round < 3000; ++round) {
    const SymbolValues symbols = {{"a", static_cast<int64_t>(random() % 9)},
                                  {"b", static_cast<int64_t>(random() % 9)},
                                  {"c", static_cast<int64_t>(random() % 9)}};
    const Sampled sampled = sample(random, symbols, 4);
    ASSERT_EQ(sampled.dim.evaluate(symbols).value(), sampled.value) << sampled.dim.to_string();
    const auto bound = sampled.dim.lower_bound();
    ASSERT_LE(bound.value_or(sampled.value), sampled.value) << sampled.dim.to_string();

    ByteWriter out;
    sampled.dim.write(out);
    ByteReader in(out.bytes());
    ASSERT_EQ(Dim::read(in).value(), sampled.dim) << sampled.dim.to_string();
  }
}

TEST(Dim, RefusesDamagedBytes) {
  ByteWriter out;
  Dim::floor_div(kN + 1, kH).write(out);
  for (size_t size = 0; size < out.size(); ++size) {
    ByteReader in(std::span(out.bytes()).first(size));
    EXPECT_FALSE(Dim::read(in).ok()) << size;
  }
}

TEST(Dim, SubstitutesSymbols) {
  const Dim extent = Dim::floor_div(kH - 1, 2) + kN;
  EXPECT_EQ(extent.substitute({{"H", Dim(9)}}), kN + 4);
}

}  // namespace
}  // namespace nightjar::tensor
