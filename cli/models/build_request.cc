// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/build_request.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "scenarios/zoo/zoo.h"

namespace nightjar::cli {
namespace {

Result<tensor::Dims> parse_dims(const std::string& word, const std::string& text) {
  tensor::Dims dims;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at != end) {
    int64_t extent = 0;
    const auto [next, failure] = std::from_chars(at, end, extent);
    const bool ok = failure == std::errc() && extent >= 0 && (next == end || *next == 'x');
    if (!ok) return invalid_input("shape '" + word + "': write it as name:1x3x224x224");
    dims.push_back(extent);
    at = next == end ? end : next + 1;
  }
  return dims;
}

bool is_zoo_name(const std::string& name) {
  const auto models = zoo::models();
  return std::any_of(models.begin(), models.end(),
                     [&](const zoo::ModelInfo& model) { return model.name == name; });
}

engine::Precision precision_of(const std::string& word) {
  if (word == "bf16") return engine::Precision::kBf16;
  if (word == "fp16") return engine::Precision::kFp16;
  return word == "int8" ? engine::Precision::kInt8 : engine::Precision::kFp32;
}

}  // namespace

void add_build_options(Command& command, BuildRequest& request) {
  command.option("model", request.model, "ONNX file, or a name from `nightjar model list`")
      .required();
  command.option("--precision", request.precision, "fp32, bf16, int8, or fp16 on a GPU")
      .one_of({"fp32", "bf16", "fp16", "int8"})
      .show_default();
  command.option("--device", request.device, "cpu or cuda:N").show_default();
  command.option("--threads", request.threads, "CPU threads; 0: all this process may use");
  command.option("--batch", request.batch, "Value of symbolic dimensions while tuning")
      .positive()
      .show_default();
  command.option("--shapes", request.shapes, "Input shapes while tuning, name:1x3x224x224");
  command
      .option("--tactic-sources", request.sources,
              "Sources tactics may come from: plain, own, onednn, cublaslt")
      .split_at(',');
  command.option("--tune-budget", request.budget_s, "Seconds for timing tactics")
      .not_negative()
      .show_default();
  add_quantize_options(command, request.quantize);
  command.flag("!--no-optimize", request.optimize, "Lower the network as it was imported");
}

Result<engine::Network> load_network(const std::string& model) {
  if (std::filesystem::exists(model)) return onnx::import_file(model);
  if (!is_zoo_name(model)) {
    return not_found("model '" + model +
                     "' is neither a file nor a name that `nightjar model list` knows");
  }
  NIGHTJAR_ASSIGN(const auto bytes, zoo::make_model(model));
  return onnx::import_model(bytes, "");
}

Result<runtime::DimsByName> parse_shapes(const std::vector<std::string>& words) {
  runtime::DimsByName shapes;
  for (const std::string& word : words) {
    const size_t colon = word.rfind(':');
    if (colon == std::string::npos) {
      return invalid_input("shape '" + word + "': write it as name:1x3x224x224");
    }
    NIGHTJAR_ASSIGN(shapes[word.substr(0, colon)], parse_dims(word, word.substr(colon + 1)));
  }
  return shapes;
}

Result<engine::BuildOutcome> build_from_request(const BuildRequest& request) {
  NIGHTJAR_ASSIGN(engine::Network network, load_network(request.model));
  NIGHTJAR_ASSIGN(const auto device, device::open_device(request.device, request.threads));
  engine::BuildOptions options;
  options.model_name = std::filesystem::path(request.model).stem().string();
  options.precision = precision_of(request.precision);
  options.tuning_batch = request.batch;
  NIGHTJAR_ASSIGN(options.tuning_shapes, parse_shapes(request.shapes));
  options.allowed_sources = request.sources;
  options.tuning_budget_ns = static_cast<int64_t>(request.budget_s * 1e9);
  options.optimize = request.optimize;
  options.decisions_json = request.decisions_json;
  std::vector<std::string> lines;
  if (options.precision == engine::Precision::kInt8) {
    auto quantized = quantize_by_request(network, request.quantize, options.tuning_shapes, lines);
    if (!quantized.ok()) return quantized.error().in(request.model);
    network = std::move(*quantized);
  }
  auto outcome = build::build_plan(network, *device, options, SystemClock());
  if (!outcome.ok()) return outcome.error().in(request.model);
  outcome->passes.insert(outcome->passes.begin(), lines.begin(), lines.end());
  return outcome;
}

}  // namespace nightjar::cli
