// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/verify/data_set.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/models/verify/npy.h"
#include "engine/onnx/onnx.h"

namespace nightjar::cli {
namespace {

namespace fs = std::filesystem;
using network::ValueKind;
using tensor::Value;

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

/// stem_0.pb, stem_1.pb and so on, up to the first that is not there.
Result<std::vector<Value>> read_values(const fs::path& folder, const std::string& stem,
                                       const std::vector<ValueKind>& kinds) {
  std::vector<Value> values;
  for (size_t i = 0;; ++i) {
    const fs::path file = folder / fmt::format("{}_{}.pb", stem, i);
    if (!is_there(file)) return values;
    const ValueKind kind = i < kinds.size() ? kinds[i] : ValueKind::kTensor;
    NIGHTJAR_ASSIGN(Value value, onnx::read_value_file(file.string(), kind));
    values.push_back(std::move(value));
  }
}

Result<std::vector<fs::path>> data_set_folders(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory() && name.starts_with("test_data_set_")) folders.push_back(entry.path());
  }
  if (failed) return io_error(folder.string() + " cannot be listed: " + failed.message());
  std::sort(folders.begin(), folders.end());
  return folders;
}

Result<std::vector<DataSet>> read_arrays(const fs::path& folder, const std::string& stem) {
  const fs::path input = folder / ("input_" + stem + ".npy");
  const fs::path output = folder / ("output_" + stem + ".npy");
  if (!is_there(input) || !is_there(output)) {
    return not_found("there is no test_data_set_* folder beside the model to judge it by");
  }
  DataSet set{output.filename().string(), {}, {}};
  NIGHTJAR_ASSIGN(tensor::HostTensor given, read_npy_file(input.string()));
  NIGHTJAR_ASSIGN(tensor::HostTensor expected, read_npy_file(output.string()));
  set.inputs.emplace_back(std::move(given));
  set.outputs.emplace_back(std::move(expected));
  return std::vector{std::move(set)};
}

}  // namespace

Result<std::vector<DataSet>> read_data_sets(const fs::path& model, const ValueKinds& kinds) {
  const fs::path folder = model.has_parent_path() ? model.parent_path() : fs::path(".");
  NIGHTJAR_ASSIGN(const auto folders, data_set_folders(folder));
  if (folders.empty()) return read_arrays(folder, model.stem().string());
  std::vector<DataSet> sets;
  for (const fs::path& each : folders) {
    DataSet set{each.filename().string(), {}, {}};
    NIGHTJAR_ASSIGN(set.inputs, read_values(each, "input", kinds.inputs));
    NIGHTJAR_ASSIGN(set.outputs, read_values(each, "output", kinds.outputs));
    if (set.outputs.empty()) return not_found(set.name + " has no output_0.pb to compare with");
    sets.push_back(std::move(set));
  }
  return sets;
}

}  // namespace nightjar::cli
