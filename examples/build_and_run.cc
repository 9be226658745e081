// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A model to a plan, the plan to an engine, an input to an answer:
//   build_and_run model.onnx model.plan
#include <cstdio>

#include "engine/engine.h"

namespace {

using namespace nightjar;

/// Prints where a long build is, and lets it go on.
class PrintedProgress final : public engine::ProgressMonitor {
 public:
  void phase_start(const std::string& phase, size_t steps) override {
    std::printf("%s: %zu steps\n", phase.c_str(), steps);
  }
  bool step_complete(const std::string&, size_t) override { return true; }
  void phase_finish(const std::string& phase) override { std::printf("%s: done\n", phase.c_str()); }
};

Status build_and_run(const std::string& model_path, const std::string& plan_path) {
  engine::ConsoleLogger logger(engine::Severity::kInfo);
  const SystemClock clock;
  NIGHTJAR_ASSIGN(const auto device, device::open_device("cpu"));

  NIGHTJAR_ASSIGN(const engine::Network network, onnx::import_file(model_path));
  engine::BuildConfig config;
  config.options.model_name = model_path;
  config.options.level = 2;
  PrintedProgress progress;
  config.set_progress_monitor(&progress);
  engine::Builder builder(*device, logger, clock);
  NIGHTJAR_ASSIGN(const engine::BuildOutcome built, builder.build(network, config));
  NIGHTJAR_TRY(plan::save_plan_file(plan_path, built.bytes));

  engine::Runtime runtime(*device, logger);
  NIGHTJAR_ASSIGN(const auto engine, runtime.load_file(plan_path));
  std::printf("%s", engine::Inspector(engine).engine_information().c_str());

  NIGHTJAR_ASSIGN(const auto context, engine::Context::create(engine));
  runtime::TensorsByName inputs;
  for (const std::string& name : engine->input_names()) {
    const tensor::TensorDesc& desc = engine->input_desc(name);
    std::vector<std::string> symbols;
    for (const tensor::Dim& extent : desc.shape) extent.collect_symbols(symbols);
    tensor::SymbolValues ones;
    for (const std::string& symbol : symbols) ones[symbol] = 1;
    NIGHTJAR_ASSIGN(auto dims, tensor::evaluate(desc.shape, ones));
    inputs[name] = engine::HostTensor(desc.type, std::move(dims));
  }
  NIGHTJAR_ASSIGN(const auto outputs, context->run(inputs));
  for (const auto& [name, values] : outputs) {
    std::printf("%s: %s, first value %g\n", name.c_str(), tensor::to_string(values.dims()).c_str(),
                values.value_at(0));
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: build_and_run model.onnx model.plan\n");
    return 2;
  }
  const nightjar::Status status = build_and_run(argv[1], argv[2]);
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.error().message.c_str());
  return status.ok() ? 0 : 1;
}
