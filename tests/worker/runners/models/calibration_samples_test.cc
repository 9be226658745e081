// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/models/calibration_samples.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/clock.h"
#include "engine/engine.h"
#include "worker/runners/models/model_inputs.h"

namespace nightjar::runners {
namespace {

constexpr int64_t kBatch = 64;

std::string folder_of(const std::string& model) {
  return std::string(NIGHTJAR_SOURCE_DIR) + "/scenarios/trained/" + model;
}

Result<network::Network> quantized(const network::Network& network, const std::string& folder) {
  NIGHTJAR_ASSIGN(const network::Network prepared, quantize::prepared(network));
  NIGHTJAR_ASSIGN(const auto samples, calibration_samples(prepared, {}, folder));
  NIGHTJAR_ASSIGN(const auto calibration, quantize::calibrate(prepared, samples, {}));
  return quantize::quantize(prepared, calibration, {});
}

int64_t right_answers(const tensor::HostTensor& logits, std::span<const int64_t> labels) {
  const auto values = logits.as<float>();
  const size_t classes = values.size() / labels.size();
  int64_t right = 0;
  for (size_t i = 0; i < labels.size(); ++i) {
    const auto row = values.subspan(i * classes, classes);
    right += std::max_element(row.begin(), row.end()) - row.begin() == labels[i] ? 1 : 0;
  }
  return right;
}

/// Of all items, by a plan that was written and read again.
Result<int64_t> right_of(const network::Network& network, const scenarios::LabelledData& data) {
  const auto device = device::make_cpu_device(1);
  engine::BuildOptions options;
  options.tuning_batch = kBatch;
  options.tuning_budget_ns = 2'000'000'000;
  NIGHTJAR_ASSIGN(const auto outcome, build::build_plan(network, *device, options, SystemClock()));
  NIGHTJAR_ASSIGN(const auto engine, engine::Engine::load(outcome.plan, *device));
  NIGHTJAR_ASSIGN(const auto context, engine::Context::create(engine));
  int64_t right = 0;
  for (int64_t first = 0; first < data.items(); first += kBatch) {
    NIGHTJAR_ASSIGN(const auto inputs, labelled_inputs(network, data, first, kBatch));
    NIGHTJAR_ASSIGN(const auto outputs, context->run(inputs));
    right += right_answers(outputs.at(data.output),
                           std::span(data.labels).subspan(static_cast<size_t>(first), kBatch));
  }
  return right;
}

TEST(CalibrationSamples, TrainedModelsStayWithinAPointInInt8) {
  for (const std::string model : {"shapes_cnn", "phrases_transformer"}) {
    SCOPED_TRACE(model);
    const auto network = onnx::import_file(folder_of(model) + "/model.onnx");
    ASSERT_TRUE(network.ok()) << network.error().message;
    const auto data = scenarios::load_labelled_data(folder_of(model));
    ASSERT_TRUE(data.ok()) << data.error().message;
    ASSERT_EQ(data->items() % kBatch, 0);
    const auto integers = quantized(*network, folder_of(model));
    ASSERT_TRUE(integers.ok()) << integers.error().message;
    const auto in_float = right_of(*network, *data), in_int8 = right_of(*integers, *data);
    ASSERT_TRUE(in_float.ok()) << in_float.error().message;
    ASSERT_TRUE(in_int8.ok()) << in_int8.error().message;
    RecordProperty(model + "_float32", std::to_string(*in_float));
    RecordProperty(model + "_int8", std::to_string(*in_int8));
    std::cout << model << ": " << *in_float << " right in float32, " << *in_int8 << " in int8, of "
              << data->items() << std::endl;
    EXPECT_GE(*in_int8 * 100, *in_float * 100 - data->items());
    EXPECT_GT(*in_float * 100, data->items() * 85);
  }
}

TEST(CalibrationSamples, ModelsWithoutDataGetSeededInputs) {
  network::Network network;
  network.add_input("x", {tensor::DataType::kFloat32, {tensor::Dim::symbol("N"), 3}});
  const auto samples = calibration_samples(network, {}, "");
  ASSERT_TRUE(samples.ok());
  ASSERT_GT(samples->count, 1);
  const auto first = samples->at(0), again = samples->at(0), second = samples->at(1);
  EXPECT_TRUE(tensor::identical(first->at("x"), again->at("x")));
  EXPECT_FALSE(tensor::identical(first->at("x"), second->at("x")));
}

TEST(CalibrationSamples, AFolderWithoutDataIsRefused) {
  EXPECT_FALSE(calibration_samples({}, {}, folder_of("nothing")).ok());
}

}  // namespace
}  // namespace nightjar::runners
