// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Quantising, quantised products and conversions, against answers worked by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/lower/op_runner.h"

namespace nightjar::lower {
namespace {

using tensor::Attributes;
using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;
using testing::Given;

using Floats = std::vector<float>;

Given of(DataType type, const Dims& dims, const Floats& values, bool is_constant = false) {
  HostTensor tensor(type, dims);
  for (size_t i = 0; i < values.size(); ++i) {
    tensor.set_value(static_cast<int64_t>(i), values[i]);
  }
  return {tensor, is_constant};
}
Given floats(const Dims& dims, const Floats& values) {
  return of(DataType::kFloat32, dims, values);
}
Given bytes(const Dims& dims, const Floats& values) { return of(DataType::kUInt8, dims, values); }
Given signed_bytes(const Dims& dims, const Floats& values) {
  return of(DataType::kInt8, dims, values);
}

Attributes with(std::initializer_list<std::pair<const char*, tensor::AttributeValue>> values) {
  Attributes attributes;
  for (const auto& [name, value] : values) attributes.set(name, value);
  return attributes;
}

std::vector<HostTensor> answers(const std::string& type, const Attributes& attributes,
                                const std::vector<Given>& operands, size_t output_count = 1) {
  const auto one = testing::make_op(type, attributes, operands, output_count);
  EXPECT_TRUE(one.ok()) << one.error().message;
  std::vector<HostTensor> values;
  for (const Given& operand : operands) values.push_back(operand.value);
  const auto outputs = testing::run_op(*one, values);
  EXPECT_TRUE(outputs.ok()) << outputs.error().message;
  return outputs.ok() ? *outputs : std::vector<HostTensor>(output_count);
}

HostTensor answer(const std::string& type, const Attributes& attributes,
                  const std::vector<Given>& operands) {
  return answers(type, attributes, operands)[0];
}

std::string refusal(const std::string& type, const Attributes& attributes,
                    const std::vector<Given>& operands) {
  const auto one = testing::make_op(type, attributes, operands);
  EXPECT_FALSE(one.ok());
  return one.ok() ? "" : one.error().message;
}

/// Halves go to the even neighbour before the zero point is added; then the ends hold.
TEST(Quantize, RoundsHalvesToEvenAndSaturates) {
  const Given x = floats({6}, {1, 3, 5, -1, 1000, -1000});
  const HostTensor y = answer("QuantizeLinear", {}, {x, floats({}, {2}), bytes({}, {10})});
  EXPECT_EQ(y.type(), DataType::kUInt8);
  EXPECT_EQ(y.to_floats(), (Floats{10, 12, 12, 10, 255, 0}));
}

TEST(Quantize, EveryIntegerTypeHasItsOwnEnds) {
  const Given x = floats({4}, {-1e6f, -1, 1, 1e6f}), scale = floats({}, {1});
  const auto ends = [&](DataType type) {
    return answer("QuantizeLinear", {}, {x, scale, of(type, {}, {0})}).to_floats();
  };
  EXPECT_EQ(ends(DataType::kInt2), (Floats{-2, -1, 1, 1}));
  EXPECT_EQ(ends(DataType::kUInt2), (Floats{0, 0, 1, 3}));
  EXPECT_EQ(ends(DataType::kInt4), (Floats{-8, -1, 1, 7}));
  EXPECT_EQ(ends(DataType::kUInt4), (Floats{0, 0, 1, 15}));
  EXPECT_EQ(ends(DataType::kInt16), (Floats{-32768, -1, 1, 32767}));
  EXPECT_EQ(ends(DataType::kUInt16), (Floats{0, 0, 1, 65535}));
}

TEST(Quantize, SmallFloatsSaturateUnlessToldOtherwise) {
  const Given x = floats({2}, {3, 1e9f}), scale = floats({}, {2});
  const Given zero = of(DataType::kFloat8E5M2, {}, {0});
  EXPECT_EQ(answer("QuantizeLinear", {}, {x, scale, zero}).to_floats(), (Floats{1.5f, 57344}));
  const Attributes wraps = with({{"saturate", int64_t{0}}});
  EXPECT_EQ(answer("QuantizeLinear", wraps, {x, scale, zero}).to_floats(),
            (Floats{1.5f, INFINITY}));
  const Attributes four = with({{"output_dtype", int64_t{23}}});
  EXPECT_EQ(answer("QuantizeLinear", four, {x, scale}).to_floats(), (Floats{1.5f, 6}));
}

TEST(Quantize, EachRowHasItsScale) {
  const Given x = floats({2, 2}, {2, 4, 30, -30}), scale = floats({2}, {2, 10});
  const Attributes rows = with({{"axis", int64_t{0}}});
  const HostTensor y = answer("QuantizeLinear", rows, {x, scale, signed_bytes({2}, {0, 5})});
  EXPECT_EQ(y.to_floats(), (Floats{1, 2, 8, 2}));
  const Given back = {y, false};
  EXPECT_EQ(answer("DequantizeLinear", rows, {back, scale, signed_bytes({2}, {0, 5})}).to_floats(),
            (Floats{2, 4, 30, -30}));
}

/// Blocks of two along an axis of four, and of five, where the last block is short.
TEST(Quantize, BlocksHaveScalesOfTheirOwn) {
  const Attributes blocks = with({{"axis", int64_t{1}}, {"block_size", int64_t{2}}});
  const Given codes = of(DataType::kInt4, {1, 4}, {1, 2, 3, -4});
  const Given scales = floats({1, 2}, {2, 10});
  EXPECT_EQ(answer("DequantizeLinear", blocks, {codes, scales}).to_floats(),
            (Floats{2, 4, 30, -40}));
  const Given zeros = of(DataType::kInt4, {1, 2}, {1, 0});
  EXPECT_EQ(answer("DequantizeLinear", blocks, {codes, scales, zeros}).to_floats(),
            (Floats{0, 2, 30, -40}));
  const Given longer = floats({1, 5}, {2, 4, 30, -40, 7}), three = floats({1, 3}, {2, 10, 7});
  const Given points = of(DataType::kInt4, {1, 3}, {0, 1, 2});
  EXPECT_EQ(answer("QuantizeLinear", blocks, {longer, three, points}).to_floats(),
            (Floats{1, 2, 4, -3, 3}));
  EXPECT_NE(refusal("QuantizeLinear", blocks, {longer, scales}).find("in blocks of 2"),
            std::string::npos);
}

TEST(Quantize, DynamicRangeTakesZeroIn) {
  const auto found = answers("DynamicQuantizeLinear", {}, {floats({3}, {0, 2, -3})}, 3);
  EXPECT_EQ(found[0].to_floats(), (Floats{153, 255, 0}));
  EXPECT_FLOAT_EQ(found[1].to_floats()[0], 5.0f / 255);
  EXPECT_EQ(found[2].to_floats(), Floats{153});
  const auto positive = answers("DynamicQuantizeLinear", {}, {floats({2}, {255, 51})}, 3);
  EXPECT_EQ(positive[0].to_floats(), (Floats{255, 51}));
  EXPECT_EQ(positive[2].to_floats(), Floats{0});
  const auto nothing = answers("DynamicQuantizeLinear", {}, {floats({2}, {0, 0})}, 3);
  EXPECT_EQ(nothing[0].to_floats(), (Floats{0, 0}));
  EXPECT_EQ(nothing[1].to_floats(), Floats{1});
}

/// (1-12 7-12; …) (1 4; 2 5) by hand.
TEST(QuantizedProduct, MatMulIntegerTakesZeroPointsOff) {
  const Given a = bytes({2, 2}, {11, 7, 10, 6}), b = bytes({2, 2}, {1, 4, 2, 5});
  const HostTensor y = answer("MatMulInteger", {}, {a, b, bytes({}, {12}), bytes({}, {0})});
  EXPECT_EQ(y.type(), DataType::kInt32);
  EXPECT_EQ(y.to_floats(), (Floats{-11, -29, -14, -38}));
  const HostTensor plain = answer("MatMulInteger", {}, {a, b});
  EXPECT_EQ(plain.to_floats(), (Floats{25, 79, 22, 70}));
}

TEST(QuantizedProduct, RowsAndColumnsHaveTheirOwnZeroPoints) {
  const Given a = bytes({2, 2}, {11, 7, 10, 6}), b = signed_bytes({2, 2}, {1, 4, -2, 5});
  const HostTensor y =
      answer("MatMulInteger", {}, {a, b, bytes({2}, {10, 5}), signed_bytes({2}, {1, -1})});
  EXPECT_EQ(y.to_floats(), (Floats{9, -13, -3, 31}));
  EXPECT_NE(refusal("MatMulInteger", {}, {a, b, bytes({3}, {1, 2, 3})}).find("input 2 has shape 3"),
            std::string::npos);
  EXPECT_NE(refusal("MatMulInteger", {}, {a, b, signed_bytes({}, {1})}).find("input 2 is int8"),
            std::string::npos);
}

TEST(QuantizedProduct, LargeSumsStayExact) {
  constexpr int64_t kDepth = 4001;
  Given a = bytes({1, kDepth}, Floats(kDepth, 255)), b = bytes({kDepth, 1}, Floats(kDepth, 255));
  a.value.set_integer(0, 254);
  EXPECT_EQ(answer("MatMulInteger", {}, {a, b}).integer_at(0), 255 * 255 * kDepth - 255);
}

TEST(QuantizedProduct, QLinearMatMulScalesOnce) {
  const Given a = bytes({2, 2}, {3, 1, 0, 2}), b = bytes({2, 1}, {5, 3});
  const std::vector<Given> operands = {a,
                                       floats({2}, {0.5f, 2}),
                                       bytes({2}, {1, 0}),
                                       b,
                                       floats({1}, {0.25f}),
                                       bytes({1}, {1}),
                                       floats({}, {0.5f}),
                                       bytes({}, {100})};
  // Sums 8 and 4; 8 * .125 / .5 = 2, 4 * .5 / .5 = 4.
  EXPECT_EQ(answer("QLinearMatMul", {}, operands).to_floats(), (Floats{102, 104}));
}

TEST(QuantizedProduct, VectorsAreRowsAndColumns) {
  EXPECT_EQ(answer("MatMulInteger", {}, {bytes({2}, {1, 2}), bytes({2}, {3, 4}), bytes({}, {1})})
                .to_floats(),
            Floats{4});
}

TEST(QuantizedConvolution, PaddingIsTheZeroPoint) {
  const Given x = bytes({1, 1, 2, 2}, {2, 3, 4, 5}), w = bytes({1, 1, 1, 3}, {1, 1, 1});
  const Attributes padded = with({{"pads", std::vector<int64_t>{0, 1, 0, 1}}});
  const HostTensor y = answer("ConvInteger", padded, {x, w, bytes({}, {1})});
  EXPECT_EQ(y.type(), DataType::kInt32);
  EXPECT_EQ(y.to_floats(), (Floats{3, 3, 7, 7}));
}

TEST(QuantizedConvolution, ChannelsHaveTheirOwnScales) {
  const std::vector<Given> operands = {bytes({1, 1, 1, 2}, {7, 9}),
                                       floats({}, {0.5f}),
                                       bytes({}, {5}),
                                       signed_bytes({2, 1, 1, 1}, {3, -2}),
                                       floats({2}, {1, 4}),
                                       signed_bytes({2}, {1, 0}),
                                       floats({}, {2}),
                                       bytes({}, {20}),
                                       of(DataType::kInt32, {2}, {4, 2})};
  // Sums 4+4, 8+4 and -4+2, -8+2; times .25 and 1.
  EXPECT_EQ(answer("QLinearConv", {}, operands).to_floats(), (Floats{22, 23, 18, 14}));
}

TEST(Conversion, FollowsTheTypesRules) {
  const auto cast = [](const Given& x, DataType to, Attributes attributes = {}) {
    attributes.set("to", static_cast<int64_t>(to));
    return answer("Cast", attributes, {x}).to_floats();
  };
  const Given x = floats({4}, {-9, 2.9f, 300, 0});
  EXPECT_EQ(cast(x, DataType::kInt4), (Floats{7, 2, -4, 0}));
  EXPECT_EQ(cast(x, DataType::kBool), (Floats{1, 1, 1, 0}));
  EXPECT_EQ(cast(x, DataType::kFloat8E4M3FNUZ), (Floats{-9, 3, 240, 0}));
  EXPECT_EQ(
      cast(floats({2}, {5, 7}), DataType::kFloat8E8M0, with({{"round_mode", std::string("down")}})),
      (Floats{4, 4}));
  EXPECT_EQ(cast(of(DataType::kUInt2, {3}, {3, 0, 2}), DataType::kFloat64), (Floats{3, 0, 2}));
  // One above the middle between two bfloat16; rounded to float32 first it would lie on it.
  const Given wide = {HostTensor::of_int64({1}, {(int64_t{1} << 40) + (int64_t{1} << 32) + 1}),
                      false};
  EXPECT_EQ(cast(wide, DataType::kBFloat16), Floats{0x1p40f + 0x1p33f});
}

TEST(Conversion, BitsStayWhatTheyAre) {
  const HostTensor one = answer("BitCast", with({{"to", int64_t{6}}}), {floats({1}, {1})});
  EXPECT_EQ(one.as<int32_t>()[0], 0x3f800000);
  EXPECT_NE(refusal("BitCast", with({{"to", int64_t{7}}}), {floats({1}, {1})})
                .find("the bits of float32 are no int64"),
            std::string::npos);
}

TEST(Bitwise, NarrowTypesStayInTheirBits) {
  const Given a = bytes({3}, {0xf0, 0x0f, 0x81}), b = bytes({3}, {1, 4, 9});
  const auto both = [&](const std::string& type, const Attributes& attributes = {}) {
    return answer(type, attributes, {a, b}).to_floats();
  };
  EXPECT_EQ(both("BitwiseAnd"), (Floats{0, 4, 1}));
  EXPECT_EQ(both("BitwiseOr"), (Floats{0xf1, 0x0f, 0x89}));
  EXPECT_EQ(both("BitwiseXor"), (Floats{0xf1, 0x0b, 0x88}));
  EXPECT_EQ(both("BitShift", with({{"direction", std::string("LEFT")}})), (Floats{0xe0, 0xf0, 0}));
  EXPECT_EQ(both("BitShift", with({{"direction", std::string("RIGHT")}})), (Floats{0x78, 0, 0}));
  EXPECT_EQ(answer("BitwiseNot", {}, {a}).to_floats(), (Floats{0x0f, 0xf0, 0x7e}));
  EXPECT_NE(refusal("BitwiseAnd", {}, {floats({1}, {1}), floats({1}, {1})}).find("integers"),
            std::string::npos);
}

TEST(Bitwise, TheUpperHalfOfUint64IsKept) {
  HostTensor large(DataType::kUInt64, {1});
  large.as<uint64_t>()[0] = uint64_t{1} << 63;
  HostTensor mask(DataType::kUInt64, {1});
  mask.as<uint64_t>()[0] = ~uint64_t{0};
  const HostTensor y = answer("BitwiseAnd", {}, {Given{large, false}, Given{mask, true}});
  EXPECT_EQ(y.as<uint64_t>()[0], uint64_t{1} << 63);
}

TEST(Pointwise, ABoundMayBeAbsent) {
  const Given low = {};
  EXPECT_EQ(
      answer("Clip", {}, {signed_bytes({3}, {-4, 1, 9}), low, signed_bytes({}, {2})}).to_floats(),
      (Floats{-4, 1, 2}));
}

TEST(Pointwise, SwigluGatesItsSecondInput) {
  const Floats y =
      answer("SwiGLU", with({{"alpha", 0.5}}), {floats({2}, {1, 2}), floats({2}, {0.5f, -1})})
          .to_floats();
  EXPECT_FLOAT_EQ(y[0], 0.5f / (1 + std::exp(-0.5f)));
  EXPECT_FLOAT_EQ(y[1], -2 / (1 + std::exp(-1.0f)));
}

}  // namespace
}  // namespace nightjar::lower
