// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/accuracy/accuracy_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "worker/runners/accuracy/compare_outputs.h"
#include "worker/runners/models/model_inputs.h"

namespace nightjar::runners {
namespace {

int64_t items_to_compare(const ImportedModel& imported, const scenarios::Scenario& scenario) {
  if (!has_batch_symbol(imported.network)) return scenario.batch;
  if (!imported.model.dataset_folder.empty()) return kLabelledItems;
  return imported.model.bytes.size() < kSmallModelBytes ? kSmallModelItems : kSeededItems;
}

Result<record::Accuracy> against_reference(const Workplace& workplace,
                                           const ImportedModel& imported,
                                           const scenarios::Scenario& scenario,
                                           const engine::Engine& engine, engine::Context& context) {
  const int64_t items = items_to_compare(imported, scenario);
  NIGHTJAR_ASSIGN(const auto inputs, inputs_for(imported, scenario, items));
  NIGHTJAR_ASSIGN(const auto wanted,
                  workplace.reference.answers(imported.model.digest, imported.network, inputs));
  NIGHTJAR_ASSIGN(const auto got, context.run(inputs));
  NIGHTJAR_ASSIGN(auto accuracy, compare_outputs(wanted, got, engine.output_names().front()));
  accuracy.compared_items = items;
  return accuracy;
}

Status against_labels(const ImportedModel& imported, engine::Context& context,
                      record::Accuracy& accuracy) {
  NIGHTJAR_ASSIGN(const auto data, scenarios::load_labelled_data(imported.model.dataset_folder));
  int64_t right = 0;
  for (int64_t first = 0; first < data.items(); first += kLabelBatch) {
    const int64_t items = std::min(kLabelBatch, data.items() - first);
    NIGHTJAR_ASSIGN(const auto inputs, labelled_inputs(imported.network, data, first, items));
    NIGHTJAR_ASSIGN(const auto outputs, context.run(inputs));
    const auto scores = outputs.find(data.output);
    if (scores == outputs.end() || scores->second.dims().size() != 2 ||
        scores->second.dims()[0] != items) {
      return invalid_input(
          fmt::format("output '{}' holds no scores for {} labelled items", data.output, items));
    }
    const std::vector<int64_t> classes = top_classes(scores->second);
    for (int64_t i = 0; i < items; ++i) {
      const auto at = static_cast<size_t>(i);
      right += classes[at] == data.labels[static_cast<size_t>(first) + at] ? 1 : 0;
    }
  }
  accuracy.label_count = data.items();
  accuracy.label_accuracy = static_cast<double>(right) / static_cast<double>(data.items());
  return {};
}

}  // namespace

Result<record::Accuracy> check_accuracy(const Workplace& workplace, const ImportedModel& imported,
                                        const scenarios::Scenario& scenario,
                                        const std::shared_ptr<const engine::Engine>& engine) {
  // A context of its own: the fault of a measured one must not slow this down.
  NIGHTJAR_ASSIGN(const auto context, engine::Context::create(engine));
  NIGHTJAR_ASSIGN(auto accuracy,
                  against_reference(workplace, imported, scenario, *engine, *context));
  if (!imported.model.dataset_folder.empty()) {
    NIGHTJAR_TRY(against_labels(imported, *context, accuracy));
  }
  return accuracy;
}

}  // namespace nightjar::runners
