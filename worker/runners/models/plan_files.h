// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From a model and a scenario to a plan in a file: built once for all that it depends on, and
// always loaded from its bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "engine/engine.h"
#include "scenarios/scenario.h"
#include "worker/runners/executor.h"
#include "worker/runners/models/model_source.h"

namespace nightjar::runners {

/// What a plan is built for. Everything outlives the call.
struct PlanRequest {
  const Model& model;
  const network::Network& network;
  device::Device& device;
  const scenarios::Scenario& scenario;
  std::string decisions_json;        ///< To build by; empty: choose.
  std::set<std::string> keep_float;  ///< Nodes that stay in float32.
};

struct PlanFile {
  std::string path;
  std::string digest;            ///< SHA-256 of the plan's bytes.
  std::string decisions_digest;  ///< SHA-256 of the decisions inside.
  int64_t byte_count = 0;
  bool was_kept = false;  ///< Built by an earlier job.
};

/// Reads the file as whoever runs it would; an error when it will not do.
Result<PlanFile> describe_plan(const std::string& path);

/// A plan's bytes for a request.
using PlanMaker = std::function<Result<std::vector<std::byte>>(const PlanRequest&, const Monitor&)>;

/// Builds with the engine's builder. Build options of a scenario: "optimize" (on, off), "sources"
/// (tactic sources, by commas) and "tuning_budget_s"; an unknown one is refused.
/// Timings are kept in the file `timing_cache`, unless that is empty or option "plan" says fresh.
Result<std::vector<std::byte>> build_with_engine(const PlanRequest& request, const Monitor& monitor,
                                                 const Clock& clock,
                                                 const std::string& timing_cache = "");

/// Keeps plans in a folder, named by model, scenario, device class, libraries and this program.
/// The build option "plan" says whether a kept one will do (kept, the default) or not (fresh).
class PlanFiles {
 public:
  static constexpr uint64_t kMostBytes = uint64_t{8} << 30;

  PlanFiles(std::string folder, std::string program_digest, PlanMaker maker)
      : folder_(std::move(folder)),
        program_digest_(std::move(program_digest)),
        maker_(std::move(maker)) {}

  /// A file that can be loaded. A kept one that is damaged is built anew.
  Result<PlanFile> obtain(const PlanRequest& request, const Monitor& monitor) const;
  /// What builds what is not kept: with the timings of earlier builds, so that two plans differ by
  /// what was asked for and not by chance.
  const PlanMaker& maker() const { return maker_; }
  /// Writes bytes of a plan as the file of this request.
  Result<PlanFile> keep(const PlanRequest& request, std::span<const std::byte> bytes) const;

 private:
  std::string path_of(const PlanRequest& request) const;

  std::string folder_, program_digest_;
  PlanMaker maker_;
};

}  // namespace nightjar::runners
