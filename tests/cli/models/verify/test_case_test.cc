// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/verify/test_case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/bytes.h"
#include "engine/engine.h"

namespace nightjar::cli {
namespace {

namespace fs = std::filesystem;
using tensor::DataType;
using tensor::Dim;
using tensor::HostTensor;
using ::testing::HasSubstr;
using ::testing::StartsWith;

void write_file(const fs::path& path, std::span<const std::byte> bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
}

void write_text(const fs::path& path, std::string_view text) {
  write_file(path, std::as_bytes(std::span(text)));
}

// A TensorProto of one axis: extents (1), type (2) and raw bytes (9). All counts below 128.
void write_proto(const fs::path& path, const std::vector<float>& values) {
  ByteWriter out;
  const auto count = static_cast<uint8_t>(values.size());
  for (const uint8_t byte : {uint8_t{0x08}, count, uint8_t{0x10}, uint8_t{1}, uint8_t{0x4a}}) {
    out.put(byte);
  }
  out.put(static_cast<uint8_t>(values.size() * sizeof(float)));
  out.put_bytes(std::as_bytes(std::span(values)));
  write_file(path, out.bytes());
}

// y = relu(x) over N elements.
std::vector<std::byte> relu_model() {
  network::Network network;
  const auto x = network.add_input("x", {DataType::kFloat32, {Dim::symbol("N")}});
  network::Op op;
  op.type = "Relu";
  op.inputs = {x};
  network.add_output(network.add_op(op, 1).value()[0], "y");
  return onnx::export_model(network, "relu").value();
}

class VerifyCase : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(::testing::TempDir()) / "nightjar_verify" / test->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write_model(const std::string& name) {
    write_file(folder_ / name / "model.onnx", relu_model());
  }
  void write_set(const std::string& name, int number, const std::vector<float>& input,
                 const std::vector<float>& output) {
    const fs::path set = folder_ / name / ("test_data_set_" + std::to_string(number));
    write_proto(set / "input_0.pb", input);
    write_proto(set / "output_0.pb", output);
  }
  JudgedCase judge(const std::string& name) {
    return judge_case(folder_ / name / "model.onnx", *device_, clock_);
  }

  fs::path folder_;
  std::unique_ptr<device::Device> device_ = device::make_cpu_device(1);
  SystemClock clock_;
};

TEST_F(VerifyCase, ModelsAreFoundAtAnyDepthInOrder) {
  write_text(folder_ / "b/deep/er/model.onnx", "");
  write_text(folder_ / "a/model.onnx", "");
  write_text(folder_ / "a/other.onnx", "");
  const auto models = find_models(folder_);
  ASSERT_TRUE(models.ok());
  EXPECT_EQ(*models,
            (std::vector<fs::path>{folder_ / "a/model.onnx", folder_ / "b/deep/er/model.onnx"}));
  const auto file = find_models(folder_ / "a/other.onnx");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(*file, std::vector<fs::path>{folder_ / "a/other.onnx"});
}

TEST_F(VerifyCase, APathWithoutModelsIsRefused) {
  EXPECT_THAT(find_models(folder_).error().message, HasSubstr("no model.onnx"));
  EXPECT_THAT(find_models(folder_ / "absent").error().message, HasSubstr("neither a model file"));
}

TEST_F(VerifyCase, PassesWhenEverySetAgrees) {
  write_model("relu");
  write_set("relu", 0, {-1, 2, 3}, {0, 2, 3});
  write_set("relu", 1, {-1, -5}, {0, 0});
  const JudgedCase judged = judge("relu");
  EXPECT_EQ(judged.judgement, Judgement::kPassed) << judged.reason;
  EXPECT_EQ(judged.path, (folder_ / "relu").string());
  EXPECT_EQ(judged.reason, "");
}

TEST_F(VerifyCase, FailsWithTheFirstDifference) {
  write_model("relu");
  write_set("relu", 0, {-1, 2, 3}, {0, 2, 3});
  write_set("relu", 1, {-1, 2, 3}, {0, 2, 4});
  const JudgedCase judged = judge("relu");
  EXPECT_EQ(judged.judgement, Judgement::kFailed);
  EXPECT_THAT(judged.reason,
              StartsWith("test_data_set_1, output 'y': [2] is 3, expected 4; 1 of 3"));
}

TEST_F(VerifyCase, ADataFileMayWidenTheTolerance) {
  write_model("relu");
  write_set("relu", 0, {1}, {1.4f});
  EXPECT_EQ(judge("relu").judgement, Judgement::kFailed);
  write_text(folder_ / "relu/data.json", R"({"rtol": 0, "atol": 0.5})");
  EXPECT_EQ(judge("relu").judgement, Judgement::kPassed);
  write_text(folder_ / "relu/data.json", "{");
  EXPECT_EQ(judge("relu").judgement, Judgement::kError);
  EXPECT_THAT(judge("relu").reason, StartsWith("data.json: "));
}

TEST_F(VerifyCase, AModelWithoutDataIsAnError) {
  write_model("relu");
  const JudgedCase judged = judge("relu");
  EXPECT_EQ(judged.judgement, Judgement::kError);
  EXPECT_THAT(judged.reason, HasSubstr("test_data_set_"));
}

TEST_F(VerifyCase, ABrokenModelIsAnErrorWithItsReason) {
  write_text(folder_ / "broken/model.onnx", "not a model");
  write_set("broken", 0, {1}, {1});
  const JudgedCase judged = judge("broken");
  EXPECT_EQ(judged.judgement, Judgement::kError);
  EXPECT_FALSE(judged.reason.empty());
}

TEST_F(VerifyCase, AMissingInputIsAnError) {
  write_model("relu");
  write_set("relu", 0, {1}, {1});
  fs::remove(folder_ / "relu/test_data_set_0/input_0.pb");
  const JudgedCase judged = judge("relu");
  EXPECT_EQ(judged.judgement, Judgement::kError);
  EXPECT_THAT(judged.reason, HasSubstr("0 inputs"));
}

}  // namespace
}  // namespace nightjar::cli
