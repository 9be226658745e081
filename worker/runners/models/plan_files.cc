// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/models/plan_files.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "worker/probe/system_files.h"
#include "worker/runners/models/cache_folder.h"

namespace nightjar::runners {

Result<PlanFile> describe_plan(const std::string& path) {
  NIGHTJAR_ASSIGN(const plan::Plan plan, plan::load_plan_file(path));
  NIGHTJAR_ASSIGN(const std::string bytes, probe::read_file(path));
  PlanFile file;
  file.path = path;
  file.digest = sha256_hex(bytes);
  file.decisions_digest = sha256_hex(plan.decisions_json);
  file.byte_count = static_cast<int64_t>(bytes.size());
  return file;
}

std::string PlanFiles::path_of(const PlanRequest& request) const {
  const scenarios::Scenario& scenario = request.scenario;
  std::string key = request.model.digest + program_digest_ +
                    fmt::format(" {} b{} {}", scenarios::to_string(scenario.precision),
                                scenario.batch, request.device.info().class_name());
  for (const auto& [input, dims] : scenario.shapes) {
    key += " " + input + "=" + tensor::to_string(dims);
  }
  for (const auto& [option, value] : scenario.build_options) key += " " + option + "=" + value;
  for (const auto& [library, version] : engine::library_versions()) {
    key += " " + library + " " + version;
  }
  return folder_ + "/" + sha256_hex(key) + ".plan";
}

Result<PlanFile> PlanFiles::keep(const PlanRequest& request,
                                 std::span<const std::byte> bytes) const {
  const std::string path = path_of(request);
  prune_folder(folder_, kMostBytes);
  NIGHTJAR_TRY(publish_file(path, bytes));
  return describe_plan(path);
}

Result<PlanFile> PlanFiles::obtain(const PlanRequest& request, const Monitor& monitor) const {
  const auto option = request.scenario.build_options.find("plan");
  const bool fresh = option != request.scenario.build_options.end() && option->second == "fresh";
  if (!fresh) {
    if (auto kept = describe_plan(path_of(request)); kept.ok()) {
      mark_used(kept->path);
      kept->was_kept = true;
      return kept;
    }
  }
  NIGHTJAR_ASSIGN(const auto bytes, maker_(request, monitor));
  return keep(request, bytes);
}

}  // namespace nightjar::runners
