// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Sides kept by digest, so that an old one can be run again beside a new one: plans and programs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "worker/runners/models/plan_files.h"

namespace nightjar::runners {

/// A folder of "DIGEST.plan" and "DIGEST.program". What was not used for longest goes first when
/// there is more than `most_bytes`. With an empty folder nothing is kept and nothing found.
class SideFiles {
 public:
  static constexpr uint64_t kUsualBytes = uint64_t{4} << 30;

  SideFiles() = default;
  SideFiles(std::string folder, uint64_t most_bytes)
      : folder_(std::move(folder)), most_bytes_(most_bytes) {}

  /// Keeps a plan's file under the digest of its bytes.
  Status keep_plan(const std::string& path, const std::string& digest) const;
  /// Keeps a plan that was built just now; needs a folder.
  Result<PlanFile> keep_bytes(std::span<const std::byte> plan) const;
  /// Keeps a program, so that it can be started again after it was replaced.
  Status keep_program(const std::string& path, const std::string& digest) const;

  /// Where it is kept, and marked as used; nothing when it is not.
  std::optional<std::string> find_plan(const std::string& digest) const;
  std::optional<std::string> find_program(const std::string& digest) const;

 private:
  Status keep(const std::string& path, const std::string& name) const;
  std::optional<std::string> find(const std::string& name) const;

  std::string folder_;
  uint64_t most_bytes_ = 0;
};

}  // namespace nightjar::runners
