// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/workplace.h"

#include <fmt/format.h>

#include <charconv>

#include "worker/runners/models/model_inputs.h"
#include "worker/runners/plan_fault.h"

namespace nightjar::runners {
namespace {

/// The same for a model on every machine.
uint64_t seed_of(const Model& model) {
  uint64_t seed = 0;
  std::from_chars(model.digest.data(), model.digest.data() + 16, seed, 16);
  return seed;
}

Result<std::string> find_side(const Workplace& workplace, const std::string& digest) {
  const auto path = workplace.sides.find_plan(digest);
  if (path) return *path;
  return not_found(fmt::format("plan {} is not kept any more", digest.substr(0, 12)));
}

bool has_plan_fault(const wire::Lease& lease) {
  const scenarios::FaultInjection& fault = lease.fault;
  return !fault.empty() && fault.model == lease.scenario.model &&
         fault.kind != scenarios::FaultKind::kDelay;
}

/// A side that is built is kept for its next repeat.
Result<PlanFile> obtain_side(const Workplace& workplace, const wire::SideChoice& side,
                             PlanRequest request, const Monitor& monitor) {
  using Source = wire::SideChoice::Source;
  if (side.source == Source::kKeptPlan) {
    NIGHTJAR_ASSIGN(const std::string path, find_side(workplace, side.plan_digest));
    return describe_plan(path);
  }
  if (side.source == Source::kKeptDecisions) {
    NIGHTJAR_ASSIGN(const std::string path, find_side(workplace, side.plan_digest));
    NIGHTJAR_ASSIGN(const plan::Plan old, plan::load_plan_file(path));
    request.decisions_json = old.decisions_json;
  }
  NIGHTJAR_ASSIGN(const auto bytes, workplace.build(request, monitor));
  return workplace.sides.keep_bytes(bytes);
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

Result<PlannedModel> plan_model(const Workplace& workplace, const wire::Lease& lease,
                                const Monitor& monitor) {
  PlannedModel planned;
  NIGHTJAR_ASSIGN(planned.imported, import_model(workplace, lease.scenario, monitor));
  monitor.report("building", 0.05);
  const ImportedModel& imported = planned.imported;
  PlanRequest request{imported.model, imported.network, *imported.device, lease.scenario, "", {}};
  const bool is_repeat = lease.side.source != wire::SideChoice::Source::kOwn;
  if (is_repeat) {
    NIGHTJAR_ASSIGN(planned.file, obtain_side(workplace, lease.side, request, monitor));
  } else {
    NIGHTJAR_ASSIGN(planned.file, workplace.plans.obtain(request, monitor));
  }
  // A kept plan has its fault in it already.
  const bool is_kept = lease.side.source == wire::SideChoice::Source::kKeptPlan;
  if (has_plan_fault(lease) && !is_kept) {
    NIGHTJAR_ASSIGN(const plan::Plan sound, plan::load_plan_file(planned.file.path));
    NIGHTJAR_ASSIGN(auto faulty,
                    build_faulty(lease.fault, request, sound, workplace.plans.maker(), monitor));
    NIGHTJAR_ASSIGN(planned.file, workplace.sides.keep_bytes(faulty.bytes));
    planned.fault = std::move(faulty.sentence);
  } else if (!is_repeat) {
    NIGHTJAR_TRY(workplace.sides.keep_plan(planned.file.path, planned.file.digest));
  }
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
