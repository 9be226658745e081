// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/text_file.h"
#include "cli/command.h"
#include "cli/models/build_request.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  std::string model, output;
  std::vector<std::string> shapes;
  QuantizeRequest request;
};

Status run(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(const engine::Network network, load_network(arguments.model));
  NIGHTJAR_ASSIGN(const auto shapes, parse_shapes(arguments.shapes));
  std::vector<std::string> lines;
  NIGHTJAR_ASSIGN(const engine::Network quantized,
                  quantize_by_request(network, arguments.request, shapes, lines));
  NIGHTJAR_ASSIGN(const auto bytes, onnx::export_model(quantized, arguments.model));
  const auto* text = reinterpret_cast<const char*>(bytes.data());
  NIGHTJAR_TRY(write_text_file(arguments.output, {text, bytes.size()}));
  for (const std::string& line : lines) fmt::print("  {}\n", line);
  fmt::print("{}: {:.2f} MB\n", arguments.output, static_cast<double>(bytes.size()) / 1e6);
  return {};
}

}  // namespace

void add_quantize_command(Command& program) {
  Command command = program.subcommand(
      "quantize", "Calibrate a model and write it with QuantizeLinear and DequantizeLinear");
  auto arguments = std::make_shared<Arguments>();
  command.option("model", arguments->model, "ONNX file, or a name from `nightjar model list`")
      .required();
  command.option("-o,--output", arguments->output, "The ONNX file to write").required();
  command.option("--shapes", arguments->shapes, "Input shapes of seeded inputs, name:1x3x224x224");
  add_quantize_options(command, arguments->request);
  command.does([arguments] { return run(*arguments); });
}

}  // namespace nightjar::cli
