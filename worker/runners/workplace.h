// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What every runner works with, and the way from a lease to a loaded plan.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "engine/engine.h"
#include "worker/measure/sample_guard.h"
#include "worker/runners/accuracy/reference_answers.h"
#include "worker/runners/executor.h"
#include "worker/runners/models/model_source.h"
#include "worker/runners/models/plan_files.h"
#include "worker/runners/models/side_files.h"

namespace nightjar::runners {

/// Opens the worker's device for a number of CPU threads; 0 for all of its cores.
using OpenDevice = std::function<Result<std::unique_ptr<device::Device>>(int threads)>;

/// Shared by the runners of a measuring process; outlives them.
struct Workplace {
  ModelSource models;
  PlanMaker build;
  PlanFiles plans;
  ReferenceAnswers reference;
  OpenDevice open_device;
  SideFiles sides;
  measure::SampleGuard& guard;
  const Clock& clock;
  std::vector<int> cores = {};  ///< Of the worker; for threads of callers. Empty: any.
};

/// A model on its device, imported.
struct ImportedModel {
  Model model;
  network::Network network;
  std::unique_ptr<device::Device> device;
};
Result<ImportedModel> import_model(const Workplace& workplace, const scenarios::Scenario& scenario,
                                   const Monitor& monitor);

/// The same with its plan in a file: the scenario's own, which is kept as a side, or the side that
/// the lease asks for.
struct PlannedModel {
  ImportedModel imported;
  PlanFile file;
  std::string fault;  ///< What was put into the plan on purpose; empty for nothing.
};
Result<PlannedModel> plan_model(const Workplace& workplace, const wire::Lease& lease,
                                const Monitor& monitor);

/// Loads the plan from its file, which is all that is left of the build.
Result<std::shared_ptr<const engine::Engine>> load_engine(const PlanFile& file,
                                                          device::Device& device);

/// Inputs for `items` items: labelled ones where the model has any, else from the model's seed.
Result<runtime::TensorsByName> inputs_for(const ImportedModel& imported,
                                          const scenarios::Scenario& scenario, int64_t items);

}  // namespace nightjar::runners
