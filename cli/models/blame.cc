// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar blame MODEL: which layer makes a lower precision inaccurate.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/models/build_request.h"
#include "cli/output.h"
#include "engine/quantize/blame.h"
#include "results/report/grid.h"
#include "worker/runners/models/calibration_samples.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  std::string model, precision = "int8", data;
  std::vector<std::string> shapes;
  int threads = 0;
  double bad_error = 0.1;
  int64_t most_ranked = 64;
};

constexpr int64_t kCalibrationSamples = 16;

/// What is compared and how it is built. The network is what plans are built from.
struct Subject {
  engine::Network network;
  quantize::Calibration calibration;
};

Result<Subject> prepare(const Arguments& arguments, const quantize::Samples& samples,
                        engine::Network imported) {
  Subject subject{std::move(imported), {}};
  if (arguments.precision != "int8") return subject;
  quantize::Samples few = samples;
  few.count = std::min(few.count, kCalibrationSamples);
  NIGHTJAR_ASSIGN(subject.network, quantize::prepared(subject.network));
  NIGHTJAR_ASSIGN(subject.calibration, quantize::calibrate(subject.network, few, {}));
  return subject;
}

/// The first right tactics do: it is answers that are compared, not speed.
quantize::BuildLow builder(const Arguments& arguments, const Subject& subject,
                           device::Device& device, const Clock& clock) {
  return [&](const engine::Network& network,
             const std::set<std::string>& kept) -> Result<build::BuildOutcome> {
    build::BuildOptions options;
    options.level = 0;
    if (arguments.precision == "int8") {
      options.precision = build::Precision::kInt8;
      quantize::QuantizeOptions quantizing;
      quantizing.keep_float = kept;
      NIGHTJAR_ASSIGN(const engine::Network lowered,
                      quantize::quantize(network, subject.calibration, quantizing));
      return build::build_plan(lowered, device, options, clock);
    }
    options.precision = arguments.precision == "fp16"   ? build::Precision::kFp16
                        : arguments.precision == "bf16" ? build::Precision::kBf16
                                                        : build::Precision::kFp32;
    options.keep_float = kept;
    return build::build_plan(network, device, options, clock);
  };
}

report::Grid grid_of(const std::vector<quantize::LayerError>& layers) {
  report::Grid grid;
  grid.columns = {{"layer"},
                  {"operation"},
                  {"error", report::Align::kRight},
                  {"cosine", report::Align::kRight}};
  for (const quantize::LayerError& layer : layers) {
    grid.rows.push_back({layer.node, layer.operation, fmt::format("{:.3g}", layer.error),
                         fmt::format("{:.6f}", layer.cosine)});
  }
  return grid;
}

std::string print(const Arguments& arguments, const quantize::Blame& blame) {
  const report::TerminalStyle style = OutputChoice().style();
  std::string text = fmt::format(
      "{} in {}: output {} is off by {:.3g} of its length, cosine {:.6f}\n", arguments.model,
      arguments.precision, blame.whole.node, blame.whole.error, blame.whole.cosine);
  text += "\nLayers in order, with all before them lowered\n" +
          report::print_terminal(grid_of(blame.layers), style);
  text += blame.first_bad ? fmt::format("\nthe first beyond {:.3g}: {}\n", arguments.bad_error,
                                        blame.layers[*blame.first_bad].node)
                          : fmt::format("\nno layer is beyond {:.3g}\n", arguments.bad_error);
  return text + "\nThe output with one layer alone lowered, worst first\n" +
         report::print_terminal(grid_of(blame.ranking), style);
}

Status run(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(engine::Network imported, load_network(arguments.model));
  NIGHTJAR_ASSIGN(const auto shapes, parse_shapes(arguments.shapes));
  NIGHTJAR_ASSIGN(const auto device, device::open_device("cpu", arguments.threads));
  scenarios::Scenario scenario;
  for (const auto& [input, dims] : shapes) scenario.shapes[input] = dims;
  const engine::Network as_imported = imported;
  NIGHTJAR_ASSIGN(const auto samples,
                  runners::calibration_samples(as_imported, scenario, arguments.data));
  NIGHTJAR_ASSIGN(const Subject subject, prepare(arguments, samples, std::move(imported)));
  NIGHTJAR_ASSIGN(const auto inputs, samples.at(0));
  const SystemClock clock;
  quantize::BlameOptions options;
  options.bad_error = arguments.bad_error;
  options.most_ranked = static_cast<size_t>(arguments.most_ranked);
  NIGHTJAR_ASSIGN(const auto blame,
                  quantize::blame(subject.network, inputs,
                                  builder(arguments, subject, *device, clock), *device, options));
  return deliver(OutputChoice(), print(arguments, blame));
}

}  // namespace

void add_blame_command(Command& program) {
  Command command = program.subcommand(
      "blame", "Which layer makes a lower precision inaccurate, beside the reference in float32");
  auto arguments = std::make_shared<Arguments>();
  command.option("model", arguments->model, "ONNX file, or a name from `nightjar model list`")
      .required();
  command.option("--precision", arguments->precision, "What the plan computes in")
      .one_of({"fp32", "bf16", "int8"})
      .show_default();
  command.option("--calibrate", arguments->data,
                 "Folder with data.json for inputs and calibration; seeded inputs without");
  command.option("--shapes", arguments->shapes, "Input shapes of seeded inputs, name:1x3x224x224");
  command.option("--threads", arguments->threads, "CPU threads; 0: all cores");
  command
      .option("--bad-error", arguments->bad_error,
              "From which error on, relative to the length of the values, a layer is bad")
      .positive()
      .show_default();
  command
      .option("--most-ranked", arguments->most_ranked,
              "Layers that are lowered alone, a build each; 0: none")
      .between(0, 100'000)
      .show_default();
  command.does([arguments] { return run(*arguments); });
}

}  // namespace nightjar::cli
