// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/dataset.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace nightjar::scenarios {
namespace {

namespace fs = std::filesystem;

std::string npy(const std::string& header, const std::string& data, char version = 1) {
  std::string file = "\x93NUMPY";
  file += version;
  file += '\0';
  const size_t length_bytes = version == 1 ? 2 : 4;
  for (size_t i = 0; i < length_bytes; ++i) file += static_cast<char>(header.size() >> 8 * i);
  return file + header + data;
}

std::string header(const std::string& code, const std::string& shape) {
  return "{'descr': '" + code + "', 'fortran_order': False, 'shape': " + shape + ", }     \n";
}

Result<NpyArray> parse(const std::string& file) {
  return parse_npy(std::as_bytes(std::span(file.data(), file.size())), "a.npy");
}

std::string error_of(const std::string& file) {
  const auto array = parse(file);
  return array.ok() ? "no error" : array.error().message;
}

TEST(Npy, ReadsBothVersions) {
  for (const char version : {1, 2}) {
    const auto array = parse(npy(header("<i2", "(2, 3)"), "aAbBcCdDeEfF", version));
    ASSERT_TRUE(array.ok()) << array.error().message;
    EXPECT_EQ(array->type, "int16");
    EXPECT_EQ(array->dims, (std::vector<int64_t>{2, 3}));
    EXPECT_EQ(array->elements(), 6);
    EXPECT_EQ(array->bytes.size(), 12u);
    EXPECT_EQ(array->bytes[1], std::byte{'A'});
  }
}

TEST(Npy, ReadsListsScalarsAndEmptyArrays) {
  EXPECT_EQ(parse(npy(header("|u1", "(3,)"), "abc"))->dims, (std::vector<int64_t>{3}));
  EXPECT_EQ(parse(npy(header("<f4", "()"), "abcd"))->dims, (std::vector<int64_t>{}));
  EXPECT_EQ(parse(npy(header("<i8", "(0, 7)"), ""))->elements(), 0);
}

TEST(Npy, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(error_of(npy(header("<f8", "(1,)"), "abcdefgh")),
            "a.npy holds '<f8', known are uint8, int16, uint16, int32, int64 and float32");
  EXPECT_EQ(error_of(npy(header(">i2", "(1,)"), "ab")),
            "a.npy holds '>i2', known are uint8, int16, uint16, int32, int64 and float32");
  EXPECT_EQ(error_of(npy("{'descr': '|u1', 'fortran_order': True, 'shape': (1,)}", "a")),
            "a.npy is in Fortran order; save it in C order");
  EXPECT_EQ(error_of(npy(header("|u1", "(1,)"), "a", 3)),
            "a.npy is .npy version 3, known are 1 and 2");
}

TEST(Npy, RefusesDamage) {
  EXPECT_EQ(error_of("PK\x03\x04"), "a.npy is no .npy file");
  EXPECT_EQ(error_of(""), "a.npy is no .npy file");
  EXPECT_EQ(error_of(npy(header("|u1", "(4,)"), "abc")),
            "a.npy holds 3 bytes of data, its shape asks for 4");
  EXPECT_EQ(error_of(npy(header("|u1", "(-4,)"), "")), "a.npy has an extent of -4");
  EXPECT_EQ(error_of(npy(header("|u1", "(4294967296, 4294967296)"), "")),
            "a.npy has extents whose product overflows");
  EXPECT_EQ(error_of(npy(header("|u1", "(1, 99999999999999999999)"), "")),
            "a.npy has a malformed header");
  EXPECT_EQ(error_of(npy("{'descr': '|u1'}", "")), "a.npy has a malformed header");
  EXPECT_EQ(error_of(npy("{}", "")), "a.npy has a malformed header");
}

TEST(Npy, SurvivesEveryTruncationAndFlippedBytes) {
  const std::string whole = npy(header("<i4", "(2, 2)"), std::string(16, 'x'));
  for (size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(parse(whole.substr(0, length)).ok()) << length;
  }
  std::mt19937_64 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string damaged = whole;
    for (int flips = 0; flips < 3; ++flips) {
      damaged[random() % damaged.size()] = static_cast<char>(random());
    }
    const auto array = parse(damaged);
    if (array.ok()) {
      EXPECT_EQ(array->bytes.size(), array->elements() * npy_element_bytes(array->type));
    }
  }
}

class DatasetTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::create_directories(folder_);
    write("x.npy", npy(header("|u1", "(2, 3)"), "abcdef"));
    write("y.npy", npy(header("<u2", "(2,)"), std::string("\x05\x00\x01\x01", 4)));
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  std::string error_with(const std::string& description) {
    write("data.json", description);
    const auto data = load_labelled_data(folder_.string());
    if (data.ok()) return "no error";
    const std::string& message = data.error().message;
    const std::string start = folder_.string() + "/";
    return message.rfind(start, 0) == 0 ? message.substr(start.size()) : message;
  }

  fs::path folder_;
};

TEST_F(DatasetTest, ReadsItemsAndLabels) {
  write("data.json", R"({"input": "image", "output": "logits", "inputs": "x.npy",
    "labels": "y.npy", "scale": 0.5, "offset": -1, "task": "classification"})");
  const auto data = load_labelled_data(folder_.string());
  ASSERT_TRUE(data.ok()) << data.error().message;
  EXPECT_EQ(data->items(), 2);
  EXPECT_EQ(data->labels, (std::vector<int64_t>{5, 257}));
  EXPECT_EQ(data->scale, 0.5);
  EXPECT_EQ(data->offset, -1);
  EXPECT_EQ(data->inputs.dims, (std::vector<int64_t>{2, 3}));
}

TEST_F(DatasetTest, RefusesWithTheKey) {
  EXPECT_EQ(error_with("["), "data.json is no JSON object");
  EXPECT_EQ(error_with("{}"), "data.json: key 'input': a text is wanted");
  const std::string head = R"({"input": "a", "output": "b", "task": "classification")";
  EXPECT_EQ(error_with(head + R"(, "inputs": "../x.npy", "labels": "y.npy"})"),
            "data.json: key 'inputs': '../x.npy' is not the name of a file in the same folder");
  EXPECT_EQ(error_with(head + R"(, "inputs": "x.npy", "labels": "x.npy"})"),
            "data.json: the labels are no list");
  EXPECT_EQ(error_with(head + R"(, "inputs": "y.npy", "labels": "y.npy", "scale": "2"})"),
            "data.json: key 'scale': a number is wanted");
  write("z.npy", npy(header("<i4", "(1,)"), "abcd"));
  EXPECT_EQ(error_with(head + R"(, "inputs": "x.npy", "labels": "z.npy"})"),
            "data.json: there are 1 labels and 2 items");
}

TEST(Dataset, TrainedModelsHaveReadableData) {
  const std::string root = std::string(NIGHTJAR_SOURCE_DIR) + "/scenarios/trained/";
  for (const char* name : {"shapes_cnn", "phrases_transformer"}) {
    const auto data = load_labelled_data(root + name);
    ASSERT_TRUE(data.ok()) << data.error().message;
    EXPECT_EQ(data->items(), 512) << name;
    EXPECT_EQ(data->output, "logits") << name;
  }
}

TEST(Dataset, NamesThatLeaveTheFolderAreNoTrainedModels) {
  EXPECT_EQ(find_trained("../trained/shapes_cnn"), std::nullopt);
  EXPECT_EQ(find_trained(".."), std::nullopt);
  EXPECT_EQ(find_trained(""), std::nullopt);
  EXPECT_EQ(find_trained("no_such_model"), std::nullopt);
}

}  // namespace
}  // namespace nightjar::scenarios
