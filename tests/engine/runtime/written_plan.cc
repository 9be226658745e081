// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/runtime/written_plan.h"

#include <gtest/gtest.h>

namespace nightjar::runtime {

using tensor::HostTensor;

network::Network two_convolutions() {
  fakes::Sketch sketch;
  const auto x = sketch.input("x", {tensor::Dim::symbol("N"), 4, 8, 8});
  const auto y = sketch.op("Relu", {sketch.conv(x, 4, 16, 3, true)});
  sketch.output(sketch.conv(y, 16, 4, 3));
  return sketch.network();
}

TensorsByName images_of(int64_t batch, float value) {
  const tensor::Dims dims = {batch, 4, 8, 8};
  std::vector<float> values(static_cast<size_t>(tensor::element_count(dims)), value);
  return {{"x", HostTensor::of_floats(dims, values)}};
}

build::BuildOptions plain_options() {
  build::BuildOptions options;
  options.allowed_sources = {"plain"};
  return options;
}

plan::Plan written_plan(const network::Network& network, device::Device& device,
                        const build::BuildOptions& options) {
  auto outcome = build::build_plan(network, device, options, SystemClock());
  EXPECT_TRUE(outcome.ok()) << outcome.error().message;
  auto bytes = std::make_shared<std::vector<std::byte>>(std::move(outcome->bytes));
  return plan::read_plan(*bytes, bytes).value();
}

}  // namespace nightjar::runtime
