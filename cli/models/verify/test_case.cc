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
#include "engine/engine.h"

namespace nightjar::cli {
namespace {

namespace fs = std::filesystem;
using runtime::TensorsByName;
using tensor::HostTensor;

constexpr int64_t kTuningBudgetNs = 1'000'000'000;

struct DataSet {
  std::string name;
  std::vector<HostTensor> inputs, outputs;  // in the model's order
};

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

Result<std::vector<HostTensor>> read_tensors(const fs::path& folder, const std::string& stem) {
  std::vector<HostTensor> tensors;
  for (size_t i = 0;; ++i) {
    const fs::path file = folder / fmt::format("{}_{}.pb", stem, i);
    std::error_code ignored;
    if (!fs::exists(file, ignored)) return tensors;
    NIGHTJAR_ASSIGN(HostTensor tensor, onnx::read_tensor_file(file.string()));
    tensors.push_back(std::move(tensor));
  }
}

Result<std::vector<DataSet>> read_data_sets(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && name.starts_with("test_data_set_")) folders.push_back(entry.path());
  }
  if (failed) return io_error(folder.string() + " cannot be listed: " + failed.message());
  if (folders.empty()) {
    return not_found("there is no test_data_set_* folder beside the model to judge it by");
  }
  std::sort(folders.begin(), folders.end());
  std::vector<DataSet> sets;
  for (const fs::path& each : folders) {
    DataSet set;
    set.name = each.filename().string();
    NIGHTJAR_ASSIGN(set.inputs, read_tensors(each, "input"));
    NIGHTJAR_ASSIGN(set.outputs, read_tensors(each, "output"));
    if (set.outputs.empty()) return not_found(set.name + " has no output_0.pb to compare with");
    sets.push_back(std::move(set));
  }
  return sets;
}

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
    const network::Tensor& input = network.tensor(network.inputs()[i]);
    options.tuning_shapes[input.name] = sample.inputs[i].dims();
  }
  NIGHTJAR_ASSIGN(const build::BuildOutcome outcome,
                  build::build_plan(network, device, options, clock));
  const PlanFile file;
  NIGHTJAR_TRY(plan::save_plan_file(file.path(), outcome.bytes));
  NIGHTJAR_ASSIGN(plan::Plan plan, plan::load_plan_file(file.path()));
  return runtime::Engine::load(std::move(plan), device);
}

Result<TensorsByName> run_set(const std::shared_ptr<const runtime::Engine>& engine,
                              const DataSet& set) {
  const std::vector<std::string> names = engine->input_names();
  if (names.size() != set.inputs.size()) {
    return invalid_input(fmt::format("{} has {} inputs and the model takes {}", set.name,
                                     set.inputs.size(), names.size()));
  }
  TensorsByName inputs;
  for (size_t i = 0; i < names.size(); ++i) inputs[names[i]] = set.inputs[i];
  NIGHTJAR_ASSIGN(const auto context, runtime::Context::create(engine));
  return context->run(inputs);
}

// Nothing when all outputs of the set agree.
std::optional<std::string> difference(const runtime::Engine& engine, const DataSet& set,
                                      const TensorsByName& outputs, const Tolerance& tolerance) {
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

/// The first difference over all data sets, or nothing.
Result<std::optional<std::string>> judge(const fs::path& model, device::Device& device,
                                         const Clock& clock) {
  const fs::path folder = folder_of(model);
  NIGHTJAR_ASSIGN(const std::vector<DataSet> sets, read_data_sets(folder));
  NIGHTJAR_ASSIGN(const Tolerance tolerance, read_tolerance(folder));
  NIGHTJAR_ASSIGN(const network::Network network, onnx::import_file(model.string()));
  NIGHTJAR_ASSIGN(const auto engine, engine_from_file(network, sets[0], device, clock));
  for (const DataSet& set : sets) {
    NIGHTJAR_ASSIGN(const TensorsByName outputs, run_set(engine, set));
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
  const auto found = judge(model, device, clock);
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
