// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/verify/npy.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace nightjar::cli {
namespace {

/// A file of format version 1 with this header and these bytes behind it.
std::string file_of(const std::string& header, const std::string& data) {
  const std::string path = (std::filesystem::path(::testing::TempDir()) / "array.npy").string();
  std::ofstream out(path, std::ios::binary);
  out << "\x93NUMPY" << '\x01' << '\0' << static_cast<char>(header.size()) << '\0' << header
      << data;
  return path;
}

std::string refusal(const std::string& header, const std::string& data) {
  const auto array = read_npy_file(file_of(header, data));
  EXPECT_FALSE(array.ok());
  return array.ok() ? "" : array.error().message;
}

TEST(Npy, ReadsTypeShapeAndElements) {
  const auto array = read_npy_file(file_of(
      "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 1), }", {"\x05\0\xff\xff", 4}));
  ASSERT_TRUE(array.ok()) << array.error().message;
  EXPECT_EQ(array->type(), tensor::DataType::kInt16);
  EXPECT_EQ(array->dims(), (tensor::Dims{2, 1}));
  EXPECT_EQ(array->to_integers(), (std::vector<int64_t>{5, -1}));
}

TEST(Npy, ReadsAScalar) {
  const auto array =
      read_npy_file(file_of("{'descr': '|u1', 'fortran_order': False, 'shape': (), }", "\x07"));
  ASSERT_TRUE(array.ok()) << array.error().message;
  EXPECT_TRUE(array->dims().empty());
}

TEST(Npy, RefusesWhatItCannotRead) {
  EXPECT_NE(refusal("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "abcd")
                .find("'>f4' is not supported"),
            std::string::npos);
  EXPECT_NE(
      refusal("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", "abcd").find("row-major"),
      std::string::npos);
  EXPECT_NE(refusal("{'descr': '<f4'}", "").find("'descr'"), std::string::npos);
  EXPECT_FALSE(
      refusal("{'descr': '<f4', 'fortran_order': False, 'shape': (9,), }", "abcd").empty());
  EXPECT_FALSE(
      refusal("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "")
          .empty());
}

TEST(Npy, RefusesAFileThatIsNone) {
  const std::string path = (std::filesystem::path(::testing::TempDir()) / "none.npy").string();
  std::ofstream(path) << "short";
  EXPECT_FALSE(read_npy_file(path).ok());
  EXPECT_FALSE(read_npy_file(path + ".absent").ok());
}

}  // namespace
}  // namespace nightjar::cli
