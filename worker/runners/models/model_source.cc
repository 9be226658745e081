// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/models/model_source.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/digest.h"
#include "worker/probe/system_files.h"

namespace nightjar::runners {
namespace {

Result<Model> load_file(const std::string& name, const std::string& path) {
  NIGHTJAR_ASSIGN(const std::string text, probe::read_file(path));
  Model model;
  model.name = name;
  const auto* first = reinterpret_cast<const std::byte*>(text.data());
  model.bytes.assign(first, first + text.size());
  model.folder = std::filesystem::path(path).parent_path().string();
  if (model.folder.empty()) model.folder = ".";
  return model;
}

}  // namespace

Result<Model> ModelSource::load(const std::string& name) const {
  Model model;
  const std::string trained = find_trained_(name);
  if (!trained.empty()) {
    NIGHTJAR_ASSIGN(model, load_file(name, trained + "/model.onnx"));
    model.dataset_folder = trained;
  } else if (name.ends_with(".onnx")) {
    NIGHTJAR_ASSIGN(model, load_file(name, name));
  } else {
    auto made = zoo_(name);
    if (!made.ok() && made.error().kind == ErrorKind::kNotFound) {
      return not_found(
          fmt::format("model '{}' is no trained model, no model of the zoo and no "
                      "path that ends in .onnx",
                      name));
    }
    if (!made.ok()) return made.error().in("model '" + name + "'");
    model.name = name;
    model.bytes = std::move(*made);
  }
  model.digest = sha256_hex(model.bytes);
  return model;
}

}  // namespace nightjar::runners
