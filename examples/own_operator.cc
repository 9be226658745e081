// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// An operator from a shared library in a network, in a plan and at work:
//   own_operator libexample_swirl.so
#include <cstdio>

#include "engine/engine.h"

namespace {

using namespace nightjar;
using tensor::Dim;

/// y = relu(swirl(x)), for any number of rows.
Result<engine::Network> network_with(const engine::Plugin& plugin) {
  engine::Network network;
  const auto x = network.add_input("x", {tensor::DataType::kFloat32, {Dim::symbol("rows"), 3}});
  tensor::Attributes attributes;
  attributes.set("factor", 0.5);
  NIGHTJAR_ASSIGN(const auto swirled,
                  engine::add_plugin_op(network, plugin, "swirl", {x}, attributes));
  network::Op relu;
  relu.name = "relu";
  relu.type = "Relu";
  relu.inputs = swirled;
  NIGHTJAR_ASSIGN(const auto y, network.add_op(std::move(relu), 1));
  network.add_output(y.front(), "y");
  return network;
}

Status own_operator(const std::string& library) {
  engine::ConsoleLogger logger;
  const SystemClock clock;
  NIGHTJAR_ASSIGN(const auto device, device::open_device("cpu", 1));
  NIGHTJAR_ASSIGN(const engine::Plugin* const plugin, engine::load_plugin(library));
  NIGHTJAR_ASSIGN(const auto network, network_with(*plugin));
  engine::BuildConfig config;
  config.add_plugin(*plugin);
  NIGHTJAR_ASSIGN(const auto built, engine::Builder(*device, logger, clock).build(network, config));

  engine::Runtime runtime(*device, logger);
  const auto without = runtime.load(built.bytes);
  if (without.ok()) return internal_error("a plan ran without its plugin");
  runtime.add_plugin(*plugin);
  NIGHTJAR_ASSIGN(const auto engine, runtime.load(built.bytes));
  NIGHTJAR_ASSIGN(const auto context, engine::Context::create(engine));
  const auto x = engine::HostTensor::of_floats({2, 3}, std::vector<float>{1, 2, 3, -10, 20, 30});
  NIGHTJAR_ASSIGN(const auto answers, context->run({{"x", x}}));
  const std::vector<float> expected = {0, 12, 18, 0, 21, 31.5};
  for (size_t i = 0; i < expected.size(); ++i) {
    const double value = answers.at("y").value_at(static_cast<int64_t>(i));
    std::printf("%g ", value);
    if (value != expected[i]) return internal_error("that is not what Swirl means");
  }
  std::printf("\n%s", engine::Inspector(engine).engine_information().c_str());
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: own_operator libexample_swirl.so\n");
    return 2;
  }
  const nightjar::Status status = own_operator(argv[1]);
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.error().message.c_str());
  return status.ok() ? 0 : 1;
}
