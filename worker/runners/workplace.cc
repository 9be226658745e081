// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/workplace.h"

#include <charconv>

#include "worker/runners/models/model_inputs.h"

namespace nightjar::runners {
namespace {

/// The same for a model on every machine.
uint64_t seed_of(const Model& model) {
  uint64_t seed = 0;
  std::from_chars(model.digest.data(), model.digest.data() + 16, seed, 16);
  return seed;
}

}  // namespace

Result<ImportedModel> import_model(const Workplace& workplace, const scenarios::Scenario& scenario,
                                   const Monitor& monitor) {
  monitor.report("importing", 0.02);
  ImportedModel imported;
  NIGHTJAR_ASSIGN(imported.model, workplace.models.load(scenario.model));
  NIGHTJAR_ASSIGN(imported.device, workplace.open_device(scenario.threads));
  auto network = onnx::import_model(imported.model.bytes, imported.model.folder);
  if (!network.ok()) return network.error().in("model '" + scenario.model + "'");
  imported.network = std::move(*network);
  const Status fits = check_batch(imported.network, scenario.batch);
  if (!fits.ok()) return fits.error().in("model '" + scenario.model + "'");
  return imported;
}

Result<PlannedModel> plan_model(const Workplace& workplace, const scenarios::Scenario& scenario,
                                const Monitor& monitor) {
  PlannedModel planned;
  NIGHTJAR_ASSIGN(planned.imported, import_model(workplace, scenario, monitor));
  monitor.report("building", 0.05);
  const ImportedModel& imported = planned.imported;
  const PlanRequest request{imported.model, imported.network, *imported.device, scenario};
  NIGHTJAR_ASSIGN(planned.file, workplace.plans.obtain(request, monitor));
  return planned;
}

Result<std::shared_ptr<const engine::Engine>> load_engine(const PlanFile& file,
                                                          device::Device& device) {
  NIGHTJAR_ASSIGN(auto plan, plan::load_plan_file(file.path));
  return engine::Engine::load(std::move(plan), device);
}

Result<runtime::TensorsByName> inputs_for(const ImportedModel& imported,
                                          const scenarios::Scenario& scenario, int64_t items) {
  if (!imported.model.dataset_folder.empty()) {
    NIGHTJAR_ASSIGN(const auto data, scenarios::load_labelled_data(imported.model.dataset_folder));
    return labelled_inputs(imported.network, data, 0, items);
  }
  NIGHTJAR_ASSIGN(const auto dims, input_dims(imported.network, scenario, items));
  return seeded_inputs(imported.network, dims, seed_of(imported.model));
}

}  // namespace nightjar::runners
