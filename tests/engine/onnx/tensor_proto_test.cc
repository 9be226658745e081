// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/tensor_proto.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "engine/onnx/onnx.h"

namespace nightjar::onnx {
namespace {

namespace fs = std::filesystem;
using tensor::DataType;
using tensor::HostTensor;

wire::TensorProto proto_of(DataType type, const std::vector<int64_t>& dims) {
  wire::TensorProto proto;
  proto.set_name("t");
  proto.set_data_type(static_cast<int>(type));
  for (const int64_t extent : dims) proto.add_dims(extent);
  return proto;
}

std::string refusal(const wire::TensorProto& proto, const std::string& folder = "") {
  const auto read = from_proto(proto, folder);
  EXPECT_FALSE(read.ok());
  return read.ok() ? "" : read.error().message;
}

TEST(TensorProto, EveryTypedField) {
  for (int32_t number = 1; number < tensor::kDataTypeCount; ++number) {
    const DataType type = *tensor::data_type_from_onnx(number);
    if (type == DataType::kString) continue;
    HostTensor values(type, {4});
    for (int64_t i = 0; i < 4; ++i)
      values.set_value(i, type == DataType::kFloat8E8M0 ? 1 << i : i % 2);
    wire::TensorProto proto = proto_of(type, {4});
    const size_t words = values.byte_count();
    for (int64_t i = 0; i < 4; ++i) {
      const double value = values.value_at(i);
      if (type == DataType::kFloat32 || type == DataType::kComplex64)
        proto.add_float_data(static_cast<float>(value));
      if (type == DataType::kFloat64 || type == DataType::kComplex128) proto.add_double_data(value);
      if (type == DataType::kComplex64) proto.add_float_data(0.0f);
      if (type == DataType::kComplex128) proto.add_double_data(0.0);
      if (type == DataType::kInt64) proto.add_int64_data(values.integer_at(i));
      if (type == DataType::kUInt32 || type == DataType::kUInt64)
        proto.add_uint64_data(static_cast<uint64_t>(value));
      if (type == DataType::kInt32) proto.add_int32_data(static_cast<int32_t>(value));
    }
    const bool is_narrow = tensor::bits_of(type) <= 16;
    for (size_t i = 0; is_narrow && i < words; i += tensor::bits_of(type) == 16 ? 2 : 1) {
      uint16_t bits = static_cast<uint16_t>(values.bytes()[i]);
      if (tensor::bits_of(type) == 16) std::memcpy(&bits, values.bytes() + i, 2);
      proto.add_int32_data(bits);
    }
    const auto read = from_proto(proto, "");
    ASSERT_TRUE(read.ok()) << name_of(type) << ": " << read.error().message;
    EXPECT_TRUE(identical(*read, values)) << name_of(type);
  }
}

TEST(TensorProto, WritesWhatItReads) {
  const HostTensor numbers = HostTensor::of_floats({2, 2}, {1, 2, 3, 4});
  const HostTensor words = HostTensor::of_strings({2}, {"left", "right"});
  for (const HostTensor& tensor : {numbers, words}) {
    const auto bytes = write_tensor(tensor, "t");
    EXPECT_EQ(bytes, write_tensor(tensor, "t"));
    const auto read = read_tensor(bytes);
    ASSERT_TRUE(read.ok()) << read.error().message;
    EXPECT_TRUE(identical(*read, tensor));
  }
}

TEST(TensorProto, BoolsAreZeroOrOne) {
  wire::TensorProto proto = proto_of(DataType::kBool, {3});
  proto.set_raw_data(std::string("\x00\x02\xff", 3));
  EXPECT_EQ(from_proto(proto, "")->to_integers(), (std::vector<int64_t>{0, 1, 1}));
}

TEST(TensorProto, RefusesWhatDoesNotFit) {
  wire::TensorProto shorter = proto_of(DataType::kFloat32, {4});
  shorter.set_raw_data(std::string(15, '\0'));
  EXPECT_EQ(refusal(shorter), "tensor 't': shape 4 of float32 does not fit 15 bytes");
  EXPECT_NE(refusal(proto_of(DataType::kFloat32, {1 << 20, 1 << 20})).find("does not fit"),
            std::string::npos);
  EXPECT_NE(refusal(proto_of(DataType::kInt64, {INT64_MAX, INT64_MAX})).find("overflows"),
            std::string::npos);
  EXPECT_NE(refusal(proto_of(DataType::kInt64, {-2})).find("negative"), std::string::npos);
  EXPECT_NE(refusal(proto_of(DataType::kString, {3})).find("0 strings"), std::string::npos);
  wire::TensorProto typeless = proto_of(DataType::kFloat32, {1});
  typeless.set_data_type(0);
  EXPECT_NE(refusal(typeless).find("data type is 0"), std::string::npos);
  const std::string text = "no tensor at all";
  EXPECT_FALSE(read_tensor(std::as_bytes(std::span(text.data(), text.size()))).ok());
}

/// A folder with a data file, removed again.
class ExternalData : public ::testing::Test {
 protected:
  void SetUp() override {
    home_ = fs::path(::testing::TempDir()) /
            (std::string("nightjar_") +
             ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(home_ / "model");
    write(home_ / "model" / "weights.bin", std::string(4, 'x') + std::string(8, '\0'));
    write(home_ / "secret.bin", std::string(8, 's'));
  }
  void TearDown() override { fs::remove_all(home_); }

  static void write(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
  }
  std::string folder() const { return (home_ / "model").string(); }
  static wire::TensorProto external(const std::string& location, const std::string& offset = "",
                                    const std::string& length = "") {
    wire::TensorProto proto = proto_of(DataType::kFloat32, {2});
    proto.set_data_location(wire::TensorProto::EXTERNAL);
    const auto add = [&proto](const std::string& key, const std::string& value) {
      if (value.empty()) return;
      proto.add_external_data()->set_key(key);
      proto.mutable_external_data(proto.external_data_size() - 1)->set_value(value);
    };
    add("location", location);
    add("offset", offset);
    add("length", length);
    return proto;
  }

  fs::path home_;
};

TEST_F(ExternalData, IsReadFromTheModelsFolder) {
  const auto read = from_proto(external("weights.bin", "4", "8"), folder());
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->to_floats(), (std::vector<float>{0.0f, 0.0f}));
}

TEST_F(ExternalData, NeverLeavesTheModelsFolder) {
  fs::create_symlink(home_ / "secret.bin", home_ / "model" / "link.bin");
  for (const std::string& location : {std::string("../secret.bin"), (home_ / "secret.bin").string(),
                                      std::string("link.bin"), std::string("a/../../secret.bin")}) {
    EXPECT_NE(refusal(external(location), folder()).find("outside of the model's folder"),
              std::string::npos)
        << location;
  }
  EXPECT_NE(refusal(external("weights.bin"), "").find("not read from a folder"), std::string::npos);
}

TEST_F(ExternalData, IsBounded) {
  EXPECT_NE(refusal(external("weights.bin", "8"), folder()).find("has 12 bytes"),
            std::string::npos);
  EXPECT_NE(refusal(external("weights.bin", "18446744073709551615"), folder()).find("12 bytes"),
            std::string::npos);
  EXPECT_NE(refusal(external("weights.bin", "x"), folder()).find("no number"), std::string::npos);
  EXPECT_NE(refusal(external("weights.bin", "0", "12"), folder()).find("wants 8"),
            std::string::npos);
  EXPECT_NE(refusal(external("absent.bin"), folder()).find("is not there"), std::string::npos);
  EXPECT_NE(refusal(external("."), folder()).find("not a file"), std::string::npos);
}

wire::SparseTensorProto sparse(const std::vector<int64_t>& dims,
                               const std::vector<int64_t>& indices,
                               const std::vector<int64_t>& index_dims) {
  wire::SparseTensorProto proto;
  for (const int64_t extent : dims) proto.add_dims(extent);
  *proto.mutable_values() = proto_of(DataType::kFloat32, {2});
  proto.mutable_values()->add_float_data(5.0f);
  proto.mutable_values()->add_float_data(7.0f);
  *proto.mutable_indices() = proto_of(DataType::kInt64, index_dims);
  for (const int64_t index : indices) proto.mutable_indices()->add_int64_data(index);
  return proto;
}

TEST(SparseTensor, BothKindsOfIndices) {
  const std::vector<float> wanted = {0, 5, 0, 0, 0, 7};
  EXPECT_EQ(from_proto(sparse({2, 3}, {1, 5}, {2}), "", 1000)->to_floats(), wanted);
  EXPECT_EQ(from_proto(sparse({2, 3}, {0, 1, 1, 2}, {2, 2}), "", 1000)->to_floats(), wanted);
}

TEST(SparseTensor, RefusesWhatDoesNotFit) {
  EXPECT_FALSE(from_proto(sparse({2, 3}, {1, 6}, {2}), "", 1000).ok());
  EXPECT_FALSE(from_proto(sparse({2, 3}, {-1, 2}, {2}), "", 1000).ok());
  EXPECT_FALSE(from_proto(sparse({2, 3}, {0, 1, 2, 0}, {2, 2}), "", 1000).ok());
  EXPECT_FALSE(from_proto(sparse({2, 3}, {1, 2, 3}, {3}), "", 1000).ok());
  EXPECT_FALSE(from_proto(sparse({1 << 20, 1 << 20}, {1, 2}, {2}), "", 1000).ok());
}

}  // namespace
}  // namespace nightjar::onnx
