// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Records as JSON, for the store and for people.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "results/record/record.h"

namespace nightjar::record {

// Every figure is written under its field's name; not-a-number is written as null. Reading ignores
// unknown keys, keeps the defaults of absent ones, and names the key that is of the wrong type.

std::string to_json(const Environment& environment);
Result<Environment> environment_from_json(const std::string& text);

std::string to_json(const Accuracy& accuracy);
Result<Accuracy> accuracy_from_json(const std::string& text);

std::string to_json(const BuildFigures& figures);
Result<BuildFigures> build_figures_from_json(const std::string& text);

std::string to_json(const LoadFigures& figures);
Result<LoadFigures> load_figures_from_json(const std::string& text);

std::string to_json(const std::vector<LayerRow>& layers);
Result<std::vector<LayerRow>> layers_from_json(const std::string& text);

std::string to_json(const Summary& summary);
Result<Summary> summary_from_json(const std::string& text);

std::string to_json(const ProofOrder& order);
Result<ProofOrder> proof_order_from_json(const std::string& text);

std::string to_json(const Proof& proof);
Result<Proof> proof_from_json(const std::string& text);

/// With raw samples.
std::string to_json(const JobResult& result);
Result<JobResult> job_result_from_json(const std::string& text);

}  // namespace nightjar::record
