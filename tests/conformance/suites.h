// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The suites of cases that are held against the runtime, and the gaps that are known.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::conformance {

struct Case {
  std::string name;  ///< "node/test_abs", within its suite.
  std::filesystem::path model;
};

/// Names of all suites, in the order of the table.
std::vector<std::string> suite_names();
/// Every case of a suite in name order; none when its folder is absent.
std::vector<Case> cases_of(const std::string& suite);

/// What is not right yet, with a reason each, by suite and case.
using KnownGaps = std::map<std::string, std::map<std::string, std::string>>;
/// A file of this folder by its name.
std::filesystem::path file_beside_tests(const std::string& name);
/// Reads lines of suite, case and reason with tabs between; a case without a reason is refused.
Result<KnownGaps> read_known_gaps(const std::filesystem::path& path);

}  // namespace nightjar::conformance
