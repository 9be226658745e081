// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/suites.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace nightjar::conformance {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDebianFolder = "/usr/share/libonnx-testdata/data";

/// The folder that an environment variable names, or else the usual one.
fs::path folder_of(const char* variable, const char* usual) {
  const char* given = std::getenv(variable);
  return given != nullptr && *given != '\0' ? given : usual;
}

fs::path models_folder() {
  return folder_of("NIGHTJAR_TEST_MODELS", NIGHTJAR_TEST_MODELS) / "visible";
}

/// Every file below that is a case by `is_model`; named by its folder.
template <typename IsModel>
std::vector<Case> find_cases(const fs::path& root, const IsModel& is_model) {
  std::vector<Case> cases;
  std::error_code absent;
  for (const auto& entry : fs::recursive_directory_iterator(root, absent)) {
    if (!entry.is_regular_file() || !is_model(entry.path())) continue;
    cases.push_back({entry.path().parent_path().lexically_relative(root).string(), entry.path()});
  }
  std::sort(cases.begin(), cases.end(),
            [](const Case& a, const Case& b) { return a.name < b.name; });
  return cases;
}

bool is_backend_model(const fs::path& path) { return path.filename() == "model.onnx"; }
bool is_layer(const fs::path& path) { return path.extension() == ".onnx"; }

}  // namespace

std::vector<std::string> suite_names() { return {"onnx", "debian", "models", "layers"}; }

std::vector<Case> cases_of(const std::string& suite) {
  if (suite == "onnx") {
    return find_cases(folder_of("NIGHTJAR_TEST_ONNX", NIGHTJAR_TEST_ONNX), is_backend_model);
  }
  if (suite == "debian") {
    return find_cases(folder_of("NIGHTJAR_TEST_DEBIAN", kDebianFolder), is_backend_model);
  }
  if (suite == "models") return find_cases(models_folder(), is_backend_model);
  return find_cases(models_folder() / "opencv_layers" / "onnx", is_layer);
}

fs::path file_beside_tests(const std::string& name) {
  return fs::path(NIGHTJAR_SOURCE_DIR) / "tests/conformance" / name;
}

Result<KnownGaps> read_known_gaps(const fs::path& path) {
  std::ifstream file(path);
  if (!file) return not_found("'" + path.string() + "' is not there");
  KnownGaps gaps;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream fields(line);
    std::string suite, name, reason;
    std::getline(fields, suite, '\t');
    std::getline(fields, name, '\t');
    std::getline(fields, reason);
    const std::string place = path.string() + ":" + std::to_string(number);
    if (reason.empty()) return invalid_input(place + ": a gap has a suite, a case and a reason");
    if (!gaps[suite].emplace(name, reason).second) {
      return invalid_input(place + ": '" + name + "' is listed twice");
    }
  }
  return gaps;
}

}  // namespace nightjar::conformance
