// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/recorded_choices.h"

#include <fmt/format.h>

#include "kernels/common/library_versions.h"

namespace nightjar::build {
namespace {

Error not_for_here(const std::string& what) {
  return invalid_input("the decisions cannot be used: they were made " + what);
}

Status check_place(const Decisions& decisions, const device::DeviceInfo& info) {
  if (decisions.device_class != info.class_name()) {
    return not_for_here(
        fmt::format("for '{}' and this device is '{}'", decisions.device_class, info.class_name()));
  }
  for (const auto& [name, version] : kernels::library_versions()) {
    const auto found = decisions.libraries.find(name);
    const std::string there = found == decisions.libraries.end() ? "" : found->second;
    if (there == version) continue;
    return not_for_here(fmt::format("with {} '{}', here it is '{}'", name, there, version));
  }
  return {};
}

}  // namespace

Result<RecordedChoices> RecordedChoices::parse(const std::string& text,
                                               const device::DeviceInfo& info) {
  NIGHTJAR_ASSIGN(Decisions decisions, decisions_from_text(text));
  NIGHTJAR_TRY(check_place(decisions, info));
  RecordedChoices recorded;
  for (DecidedStep& step : decisions.steps) {
    std::pair key{step.name, step.problem_digest};
    recorded.choices_.insert_or_assign(std::move(key), std::move(step));
  }
  return recorded;
}

const DecidedStep* RecordedChoices::find(const std::string& step,
                                         const std::string& problem_digest) const {
  const auto found = choices_.find({as_written(step), problem_digest});
  return found == choices_.end() ? nullptr : &found->second;
}

Result<std::string> decisions_of_part(const std::string& text, size_t number) {
  NIGHTJAR_ASSIGN(const Decisions decisions, decisions_from_text(text));
  return number < decisions.parts.size() ? to_text(decisions.parts[number]) : std::string();
}

}  // namespace nightjar::build
