// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/verify/test_case.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sstream>

#include "cli/models/verify/agreement.h"
#include "cli/models/verify/data_set.h"
#include "engine/engine.h"
#include "engine/runtime/host_work.h"

namespace nightjar::cli {
namespace {

namespace fs = std::filesystem;
using tensor::ValuesByName;

constexpr int64_t kTuningBudgetNs = 1'000'000'000;

fs::path folder_of(const fs::path& model) {
  return model.has_parent_path() ? model.parent_path() : fs::path(".");
}

// A plan's file for as long as this lives.
class PlanFile {
 public:
  PlanFile() {
    static std::atomic<int> count = 0;
    path_ =
        (fs::temp_directory_path() / fmt::format("nightjar-verify-{}-{}.plan", ::getpid(), count++))
            .string();
  }
  ~PlanFile() {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
  PlanFile(const PlanFile&) = delete;
  PlanFile& operator=(const PlanFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Result<Tolerance> read_tolerance(const fs::path& folder) {
  std::ifstream file(folder / "data.json");
  if (!file) return Tolerance{};
  std::ostringstream text;
  text << file.rdbuf();
  auto tolerance = tolerance_from_json(text.str());
  if (!tolerance.ok()) return tolerance.error().in("data.json");
  return tolerance;
}

// Builds, writes, loads: what comes back knows nothing of the network.
Result<std::shared_ptr<const runtime::Engine>> engine_from_file(const network::Network& network,
                                                                const DataSet& sample,
                                                                device::Device& device,
                                                                const Clock& clock) {
  build::BuildOptions options;
  options.model_name = "verify";
  options.tuning_budget_ns = kTuningBudgetNs;
  for (size_t i = 0; i < std::min(sample.inputs.size(), network.inputs().size()); ++i) {
    const std::string& name = network.tensor(network.inputs()[i]).name;
    if (sample.inputs[i].is_tensor()) options.tuning_shapes[name] = sample.inputs[i].tensor.dims();
  }
  NIGHTJAR_ASSIGN(const build::BuildOutcome outcome,
                  build::build_plan(network, device, options, clock));
  const PlanFile file;
  NIGHTJAR_TRY(plan::save_plan_file(file.path(), outcome.bytes));
  NIGHTJAR_ASSIGN(plan::Plan plan, plan::load_plan_file(file.path()));
  return runtime::Engine::load(std::move(plan), device);
}

Result<ValuesByName> run_set(const std::shared_ptr<const runtime::Engine>& engine,
                             const DataSet& set) {
  const std::vector<std::string> names = engine->input_names();
  if (names.size() != set.inputs.size()) {
    return invalid_input(fmt::format("{} has {} inputs and the model takes {}", set.name,
                                     set.inputs.size(), names.size()));
  }
  ValuesByName inputs;
  for (size_t i = 0; i < names.size(); ++i) inputs[names[i]] = set.inputs[i];
  NIGHTJAR_ASSIGN(const auto context, runtime::Context::create(engine));
  return context->run_values(inputs);
}

// Nothing when all outputs of the set agree.
std::optional<std::string> difference(const runtime::Engine& engine, const DataSet& set,
                                      const ValuesByName& outputs, const Tolerance& tolerance) {
  const std::vector<std::string> names = engine.output_names();
  if (names.size() != set.outputs.size()) {
    return fmt::format("{} expects {} outputs and the model has {}", set.name, set.outputs.size(),
                       names.size());
  }
  for (size_t i = 0; i < names.size(); ++i) {
    const auto found = first_difference(outputs.at(names[i]), set.outputs[i], tolerance);
    if (found) return fmt::format("{}, output '{}': {}", set.name, names[i], *found);
  }
  return std::nullopt;
}

Result<ValueKinds> kinds_of(const network::Network& network, const fs::path& model) {
  ValueKinds kinds;
  for (const network::TensorId id : network.inputs()) {
    kinds.inputs.push_back(network.tensor(id).kind);
  }
  NIGHTJAR_ASSIGN(kinds.outputs, onnx::declared_outputs(model.string()));
  return kinds;
}

std::string describe(const std::vector<runtime::HostWork>& work) {
  if (work.empty()) return "";
  return fmt::format("{} on the host, first '{}': {}",
                     work.size() == 1 ? "one step" : fmt::format("{} steps", work.size()),
                     work.front().step, work.front().reason);
}

/// The first difference over all data sets, or nothing.
Result<std::optional<std::string>> judge(const fs::path& model, device::Device& device,
                                         const Clock& clock, std::string& on_host) {
  NIGHTJAR_ASSIGN(const Tolerance tolerance, read_tolerance(folder_of(model)));
  NIGHTJAR_ASSIGN(const network::Network network, onnx::import_file(model.string()));
  NIGHTJAR_ASSIGN(const ValueKinds kinds, kinds_of(network, model));
  NIGHTJAR_ASSIGN(const std::vector<DataSet> sets, read_data_sets(model, kinds));
  NIGHTJAR_ASSIGN(const auto engine, engine_from_file(network, sets[0], device, clock));
  on_host = describe(runtime::host_work(*engine));
  for (const DataSet& set : sets) {
    NIGHTJAR_ASSIGN(const ValuesByName outputs, run_set(engine, set));
    auto found = difference(*engine, set, outputs, tolerance);
    if (found) return found;
  }
  return std::optional<std::string>();
}

}  // namespace

const char* to_string(Judgement judgement) {
  switch (judgement) {
    case Judgement::kPassed:
      return "passed";
    case Judgement::kFailed:
      return "failed";
    case Judgement::kUnsupported:
      return "unsupported";
    case Judgement::kError:
      return "error";
  }
  return "error";
}

Result<std::vector<fs::path>> find_models(const fs::path& path) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (fs::is_regular_file(status)) return std::vector<fs::path>{path};
  if (!fs::is_directory(status)) {
    return not_found(path.string() + " is neither a model file nor a folder of models");
  }
  std::vector<fs::path> models;
  const auto options = fs::directory_options::skip_permission_denied;
  for (auto entry = fs::recursive_directory_iterator(path, options, failed);
       !failed && entry != fs::recursive_directory_iterator(); entry.increment(failed)) {
    if (entry->path().filename() == "model.onnx") models.push_back(entry->path());
  }
  if (failed) return io_error(path.string() + " cannot be listed: " + failed.message());
  if (models.empty()) return not_found("there is no model.onnx in or below " + path.string());
  std::sort(models.begin(), models.end());
  return models;
}

JudgedCase judge_case(const fs::path& model, device::Device& device, const Clock& clock) {
  JudgedCase judged;
  judged.path = (model.filename() == "model.onnx" ? folder_of(model) : model).string();
  const auto found = judge(model, device, clock, judged.on_host);
  if (!found.ok()) {
    const bool is_unsupported = found.error().kind == ErrorKind::kUnsupported;
    judged.judgement = is_unsupported ? Judgement::kUnsupported : Judgement::kError;
    judged.reason = found.error().message;
  } else if (*found) {
    judged.judgement = Judgement::kFailed;
    judged.reason = **found;
  }
  return judged;
}

}  // namespace nightjar::cli
