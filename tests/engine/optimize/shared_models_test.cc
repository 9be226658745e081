// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Every shared model, optimised, gives what it gave before.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "engine/onnx/onnx.h"
#include "engine/optimize/pipeline.h"
#include "engine/reference/reference.h"
#include "tests/fakes/engine/on_one_core.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::optimize {
namespace {

namespace fs = std::filesystem;

/// Folders of models with samples, in name order; none where the archive is absent.
std::vector<fs::path> shared_models() {
  std::vector<fs::path> folders;
  const fs::path root = fs::path(NIGHTJAR_TEST_MODELS) / "visible";
  std::error_code absent;
  for (const auto& entry : fs::directory_iterator(root, absent)) {
    const bool has_sample = fs::exists(entry.path() / "test_data_set_0" / "input_0.pb");
    if (has_sample && fs::exists(entry.path() / "model.onnx")) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

reference::TensorsByName sample_inputs(const network::Network& network, const fs::path& folder) {
  reference::TensorsByName inputs;
  for (size_t i = 0; i < network.inputs().size(); ++i) {
    const fs::path file = folder / "test_data_set_0" / ("input_" + std::to_string(i) + ".pb");
    auto value = onnx::read_tensor_file(file.string());
    EXPECT_TRUE(value.ok()) << value.error().message;
    if (value.ok()) inputs[network.tensor(network.inputs()[i]).name] = *value;
  }
  return inputs;
}

/// The largest difference, as a share of the largest magnitude.
double difference(const tensor::HostTensor& wanted, const tensor::HostTensor& found) {
  double largest = 1e-6, furthest = 0;
  for (int64_t i = 0; i < wanted.count(); ++i) {
    const double want = wanted.value_at(i), got = found.value_at(i);
    if (std::isnan(want) && std::isnan(got)) continue;
    largest = std::max(largest, std::abs(want));
    furthest = std::max(furthest, std::isnan(want - got) ? 1e9 : std::abs(want - got));
  }
  return furthest / largest;
}

/// Bytes between layers turn the last digit of a float into a whole step.
double tolerance_for(const network::Network& network) {
  const bool has_bytes = fakes::count_ops(network, "QuantizeLinear") > 0 ||
                         fakes::count_ops(network, "DynamicQuantizeLinear") > 0;
  return has_bytes ? 0.03 : 1e-3;
}

class SharedModel : public ::testing::TestWithParam<fs::path> {};

TEST_P(SharedModel, KeepsItsMeaning) {
  const fakes::OnOneCore on_one_core;
  const auto before = onnx::import_file((GetParam() / "model.onnx").string());
  ASSERT_TRUE(before.ok()) << before.error().message;
  network::Network after = *before;
  const auto passes = run_pipeline(after);
  ASSERT_TRUE(passes.ok()) << passes.error().message;
  const auto inputs = sample_inputs(*before, GetParam());
  const auto wanted = reference::run(*before, inputs), found = reference::run(after, inputs);
  ASSERT_TRUE(wanted.ok()) << wanted.error().message;
  ASSERT_TRUE(found.ok()) << found.error().message;
  for (const auto& [name, value] : *wanted) {
    ASSERT_EQ(value.dims(), found->at(name).dims()) << name;
    EXPECT_LE(difference(value, found->at(name)), tolerance_for(*before)) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, SharedModel, ::testing::ValuesIn(shared_models()),
                         [](const auto& tested) { return tested.param.filename().string(); });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SharedModel);

}  // namespace
}  // namespace nightjar::optimize
