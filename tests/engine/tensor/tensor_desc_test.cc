// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/tensor_desc.h"

#include <gtest/gtest.h>

#include "engine/tensor/attributes.h"

namespace nightjar::tensor {
namespace {

const Dim kN = Dim::symbol("N");

TEST(DataType, NamesAndNumbersAgree) {
  for (int32_t number = 1; number < kDataTypeCount; ++number) {
    const auto type = data_type_from_onnx(number);
    ASSERT_TRUE(type.has_value());
    EXPECT_EQ(data_type_from_name(name_of(*type)), type);
  }
  EXPECT_FALSE(data_type_from_onnx(0).has_value());
  EXPECT_FALSE(data_type_from_onnx(kDataTypeCount).has_value());
  EXPECT_FALSE(data_type_from_name("float7").has_value());
  EXPECT_EQ(bytes_for(DataType::kInt4, 3), 2u);
}

TEST(Shape, CountsAreCheckedForOverflow) {
  EXPECT_EQ(checked_element_count({2, 3, 4}).value(), 24);
  EXPECT_EQ(checked_element_count({INT64_MAX, 0, INT64_MAX}).value(), 0);
  EXPECT_FALSE(checked_element_count({INT64_MAX, 2}).ok());
  EXPECT_FALSE(checked_element_count({-1}).ok());
}

TEST(Shape, BindingFillsSymbolsAndFindsContradictions) {
  const Shape shape = {kN, 3, kN * 2};
  SymbolValues symbols;
  ASSERT_TRUE(bind_symbols(shape, {4, 3, 8}, symbols).ok());
  EXPECT_EQ(symbols.at("N"), 4);
  EXPECT_EQ(evaluate(shape, symbols).value(), (Dims{4, 3, 8}));
  SymbolValues others;
  const Status wrong = bind_symbols(shape, {4, 3, 9}, others);
  ASSERT_FALSE(wrong.ok());
  EXPECT_NE(wrong.error().message.find("axis 2 is 9"), std::string::npos);
  EXPECT_FALSE(bind_symbols(shape, {4, 3}, others).ok());
}

TEST(Shape, PrintsForPeople) {
  EXPECT_EQ(to_string(Shape{kN, 3, kN + 1}), "Nx3x(1 + N)");
  EXPECT_EQ(to_string(Dims{}), "scalar");
  EXPECT_EQ(row_major_strides({2, 3, 4}), (Dims{12, 4, 1}));
}

TEST(Layout, PhysicalExtents) {
  EXPECT_EQ(physical_dims(Layout::kChannelsLast, {2, 32, 5, 7}), (Dims{2, 5, 7, 32}));
  EXPECT_EQ(physical_dims(Layout::kChannelsBlocked16, {2, 32, 5, 7}), (Dims{2, 2, 5, 7, 16}));
  EXPECT_FALSE(layout_fits(Layout::kChannelsBlocked16, {kN, 24, 5, 7}));
  EXPECT_FALSE(layout_fits(Layout::kChannelsLast, {2, 3}));
  EXPECT_EQ(physical_axis(Layout::kChannelsLast, 4, 1), 3);
  EXPECT_EQ(physical_axis(Layout::kChannelsLast, 4, 3), 2);
}

TEST(TensorDesc, ReadsBackWhatWasWritten) {
  const TensorDesc desc{DataType::kBFloat16, {kN, 32, kN * 2 + 1}, Layout::kChannelsLast};
  ByteWriter out;
  write(desc, out);
  ByteReader in(out.bytes());
  EXPECT_EQ(read_tensor_desc(in).value(), desc);
  EXPECT_EQ(to_string(desc), "bfloat16[Nx32x(1 + 2*N)] channels_last");
}

TEST(TensorDesc, RefusesDamagedBytes) {
  ByteWriter out;
  write({DataType::kFloat32, {kN, 24, 5, 7}}, out);
  for (size_t size = 0; size < out.size(); ++size) {
    ByteReader in(std::span(out.bytes()).first(size));
    EXPECT_FALSE(read_tensor_desc(in).ok()) << size;
  }
  std::vector<std::byte> wrong = out.bytes();
  wrong[0] = std::byte{99};
  ByteReader types(wrong);
  EXPECT_FALSE(read_tensor_desc(types).ok());
  wrong = out.bytes();
  wrong[1] = static_cast<std::byte>(Layout::kChannelsBlocked16);
  ByteReader layouts(wrong);
  EXPECT_FALSE(read_tensor_desc(layouts).ok());
}

TEST(Attributes, KeepKindsPrintAndComeBack) {
  Attributes attributes;
  attributes.set("axis", int64_t{-1});
  attributes.set("alpha", 0.5);
  attributes.set("mode", std::string("linear"));
  attributes.set("pads", std::vector<int64_t>{1, 2});
  attributes.set("scales", std::vector<double>{1.5});
  attributes.set("names", std::vector<std::string>{"a", "b"});
  EXPECT_EQ(attributes.to_string(),
            "alpha=0.5 axis=-1 mode=linear names=[a,b] pads=[1,2] scales=[1.5]");
  EXPECT_EQ(attributes.get_int("axis", 0), -1);
  EXPECT_EQ(attributes.get_int("absent", 7), 7);
  ByteWriter out;
  attributes.write(out);
  ByteReader in(out.bytes());
  EXPECT_EQ(Attributes::read(in).value(), attributes);
  for (size_t size = 0; size < out.size(); ++size) {
    ByteReader cut(std::span(out.bytes()).first(size));
    EXPECT_FALSE(Attributes::read(cut).ok()) << size;
  }
}

TEST(AttributesDeathTest, AskingForAnotherKindBreaksAPromise) {
  Attributes attributes;
  attributes.set("axis", int64_t{1});
  EXPECT_DEATH(attributes.get_float("axis", 0.0), "axis");
}

}  // namespace
}  // namespace nightjar::tensor
