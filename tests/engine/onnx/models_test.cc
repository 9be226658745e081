// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Real models: imported, sound, with the shapes of their expected outputs, and the same again after
// being written and read.
#include <filesystem>

#include "engine/network/dump.h"
#include "tests/engine/onnx/model_draft.h"

namespace nightjar::onnx {
namespace {

namespace fs = std::filesystem;

class Model : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    folder_ = fs::path(NIGHTJAR_TEST_MODELS) / "visible" / GetParam();
    if (!fs::exists(folder_ / "model.onnx")) {
      GTEST_SKIP() << "the archive of models is absent: " << folder_;
    }
  }
  network::Network imported() const {
    auto network = import_file((folder_ / "model.onnx").string());
    EXPECT_TRUE(network.ok()) << network.error().message;
    return network.ok() ? std::move(network).value() : network::Network();
  }
  tensor::HostTensor sample(const std::string& name) const {
    auto value = read_tensor_file((folder_ / "test_data_set_0" / (name + ".pb")).string());
    EXPECT_TRUE(value.ok()) << value.error().message;
    return value.ok() ? *value : tensor::HostTensor();
  }

  fs::path folder_;
};

TEST_P(Model, IsSound) {
  const network::Network network = imported();
  const Status sound = network::verify(network);
  EXPECT_TRUE(sound.ok()) << sound.error().message;
}

TEST_P(Model, InfersTheShapesOfItsExpectedOutputs) {
  const network::Network network = imported();
  tensor::SymbolValues symbols;
  for (size_t i = 0; i < network.inputs().size(); ++i) {
    const auto& desc = network.tensor(network.inputs()[i]).desc;
    const tensor::HostTensor value = sample("input_" + std::to_string(i));
    EXPECT_EQ(desc.type, value.type());
    const Status bound = tensor::bind_symbols(desc.shape, value.dims(), symbols);
    ASSERT_TRUE(bound.ok()) << bound.error().message;
  }
  for (size_t i = 0; i < network.outputs().size(); ++i) {
    const auto& desc = network.tensor(network.outputs()[i]).desc;
    const tensor::HostTensor value = sample("output_" + std::to_string(i));
    EXPECT_EQ(desc.type, value.type());
    const auto dims = tensor::evaluate(desc.shape, symbols);
    ASSERT_TRUE(dims.ok()) << dims.error().message;
    EXPECT_EQ(*dims, value.dims());
  }
}

TEST_P(Model, ComesBackAfterBeingWritten) {
  const network::Network network = imported();
  const auto bytes = export_model(network, GetParam());
  ASSERT_TRUE(bytes.ok()) << bytes.error().message;
  const auto again = import_model(*bytes, "");
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(again->op_count(), network.op_count());
  EXPECT_EQ(*export_model(*again, GetParam()), *bytes);
}

INSTANTIATE_TEST_SUITE_P(Visible, Model,
                         ::testing::Values("mnist_8", "cnn_mnist_tribuo", "mobilenet_v2_035_128",
                                           "ultraface_rfb_320_nopost", "blazeface_front",
                                           "selfie_segmentation", "super_resolution_10",
                                           "micro_kws_fp32", "dnsmos_v8", "vttrack"),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace nightjar::onnx
