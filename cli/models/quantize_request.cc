// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/quantize_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/text_file.h"
#include "cli/models/foreign_calibration.h"
#include "worker/runners/models/calibration_samples.h"

namespace nightjar::cli {
namespace {

using quantize::Calibration;

std::optional<engine::Precision> precision_in(const std::string& word) {
  if (word == "fp32") return engine::Precision::kFp32;
  if (word == "bf16") return engine::Precision::kBf16;
  if (word == "int8") return engine::Precision::kInt8;
  return std::nullopt;
}

bool has_node(const engine::Network& network, const std::string& name) {
  const auto order = network.topological_order();
  return std::any_of(order.begin(), order.end(), [&](network::OpId id) {
    const auto& origins = network.op(id).origins;
    return network.op(id).name == name ||
           std::find(origins.begin(), origins.end(), name) != origins.end();
  });
}

/// The nodes that are not to be bytes.
Result<std::set<std::string>> kept_nodes(const engine::Network& network,
                                         const std::vector<std::string>& words) {
  NIGHTJAR_ASSIGN(const auto precisions, layer_precisions(network, words));
  std::set<std::string> names;
  for (const auto& [node, precision] : precisions) {
    if (precision == engine::Precision::kBf16) {
      return unsupported("layer precision '" + node +
                         "=bf16': beside int8 it goes with --precision best");
    }
    if (precision == engine::Precision::kFp32) names.insert(node);
  }
  return names;
}

Result<quantize::QuantizeOptions> options_of(const QuantizeRequest& request) {
  quantize::QuantizeOptions options;
  const auto method = quantize::method_from_string(request.method);
  if (!method) return invalid_input("calibration '" + request.method + "' is unknown");
  if (!(request.percentile > 50 && request.percentile <= 100)) {
    return invalid_input(
        fmt::format("percentile {} lies not between 50 and 100", request.percentile));
  }
  options.range = {*method, request.percentile};
  options.activations =
      request.activations == "int8" ? tensor::DataType::kInt8 : tensor::DataType::kUInt8;
  return options;
}

/// Nothing where there is no file, or a calibration that cannot be used; anything else belongs to
/// somebody and is refused, as it would be written over.
Result<std::optional<Calibration>> read_cache(const std::string& path, const std::string& key,
                                              std::vector<std::string>& lines) {
  const std::optional<Calibration> nothing;
  const auto text = read_text_file(path);
  if (!text.ok() && text.error().kind == ErrorKind::kNotFound) return nothing;
  if (!text.ok()) return text.error();
  if (!text->empty() && !quantize::is_calibration(*text)) {
    return Error{
        ErrorKind::kConflict,
        "'" + path + "' is no calibration and stays as it is; name another file, or remove it"};
  }
  auto read = quantize::calibration_from_text(*text);
  const std::string why =
      read.ok() ? "it was made for another network, data or method" : read.error().message;
  if (!read.ok() || read->key != key) {
    lines.push_back(fmt::format("'{}' is not used: {}", path, why));
    return nothing;
  }
  lines.push_back(fmt::format("{} ranges from '{}'", read->ranges.size(), path));
  return std::optional(std::move(*read));
}

Result<Calibration> read_ranges(const std::string& path, std::vector<std::string>& lines) {
  NIGHTJAR_ASSIGN(const std::string text, read_text_file(path));
  auto ranges = calibration_from_elsewhere(text);
  if (!ranges.ok()) return ranges.error().in(path);
  lines.push_back(fmt::format("{} ranges of '{}'", ranges->ranges.size(), path));
  return ranges;
}

}  // namespace

void add_quantize_options(Command& command, QuantizeRequest& request) {
  command.option("--calibrate", request.data,
                 "Folder with data.json to calibrate int8 on; seeded inputs without");
  command.option("--calibration", request.method, "How ranges are chosen for int8")
      .one_of({"minmax", "percentile", "entropy", "mse"})
      .show_default();
  command.option("--percentile", request.percentile, "What percentile reaches").show_default();
  command
      .option(
          "--activations", request.activations,
          "uint8 with zero points, or int8 about zero, which is what a GPU takes and is its usual")
      .one_of({"uint8", "int8"});
  command.option("--calibration-cache", request.cache,
                 "Ranges are read from this file when it fits, else written to it");
  command.option(
      "--layer-precision", request.layer_words,
      "NODE=fp32 keeps a node out of int8; with --precision best also NODE=bf16, NODE=int8");
  command
      .option("--max-error", request.max_error,
              "With --precision best: how far an output may be from the float reference's on the "
              "data calibrated on, |difference| / |reference| in the 2-norm")
      .not_negative()
      .show_default();
}

Result<std::map<std::string, engine::Precision>> layer_precisions(
    const engine::Network& network, const std::vector<std::string>& words) {
  std::map<std::string, engine::Precision> precisions;
  for (const std::string& word : words) {
    const size_t equals = word.rfind('=');
    const auto precision = precision_in(equals == std::string::npos ? "" : word.substr(equals + 1));
    if (!precision) {
      return invalid_input("layer precision '" + word +
                           "': write it as NODE=fp32, NODE=bf16 or NODE=int8");
    }
    const std::string node = word.substr(0, equals);
    if (!has_node(network, node)) {
      return not_found("layer precision '" + word + "': the model has no node '" + node + "'");
    }
    precisions[node] = *precision;
  }
  return precisions;
}

Result<quantize::Samples> samples_by_request(const engine::Network& prepared,
                                             const QuantizeRequest& request,
                                             const runtime::DimsByName& shapes) {
  scenarios::Scenario scenario;
  for (const auto& [input, dims] : shapes) scenario.shapes[input] = dims;
  return runners::calibration_samples(prepared, scenario, request.data);
}

Result<Calibrated> calibrate_by_request(const engine::Network& network,
                                        const QuantizeRequest& request,
                                        const runtime::DimsByName& shapes,
                                        std::vector<std::string>& lines) {
  Calibrated made;
  NIGHTJAR_ASSIGN(made.prepared, quantize::prepared(network));
  NIGHTJAR_ASSIGN(made.options, options_of(request));
  if (!request.ranges.empty()) {
    NIGHTJAR_ASSIGN(made.calibration, read_ranges(request.ranges, lines));
    return made;
  }
  NIGHTJAR_ASSIGN(const auto samples, samples_by_request(made.prepared, request, shapes));
  const std::string key = quantize::calibration_key(made.prepared, samples, made.options);
  std::optional<Calibration> calibration;
  if (!request.cache.empty()) {
    NIGHTJAR_ASSIGN(calibration, read_cache(request.cache, key, lines));
  }
  if (!calibration) {
    NIGHTJAR_ASSIGN(calibration, quantize::calibrate(made.prepared, samples, made.options));
    lines.push_back(fmt::format("{} ranges by {} from {} samples", calibration->ranges.size(),
                                calibration->method, calibration->samples));
    if (!request.cache.empty())
      NIGHTJAR_TRY(write_text_file(request.cache, quantize::to_text(*calibration)));
  }
  made.calibration = *std::move(calibration);
  return made;
}

Result<engine::Network> quantize_by_request(const engine::Network& network,
                                            const QuantizeRequest& request,
                                            const runtime::DimsByName& shapes,
                                            std::vector<std::string>& lines) {
  NIGHTJAR_ASSIGN(auto keep_float, kept_nodes(network, request.layer_words));
  NIGHTJAR_ASSIGN(Calibrated made, calibrate_by_request(network, request, shapes, lines));
  made.options.keep_float = std::move(keep_float);
  return quantize::quantize(made.prepared, made.calibration, made.options);
}

}  // namespace nightjar::cli
