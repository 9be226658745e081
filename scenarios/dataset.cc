// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/dataset.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace nightjar::scenarios {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr size_t kMaxDescriptionBytes = 64 * 1024;

Result<json> read_description(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return not_found(path + " cannot be opened; is the path right?");
  std::string text(kMaxDescriptionBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (text.size() > kMaxDescriptionBytes) {
    return invalid_input(fmt::format("{} has more than {} bytes", path, kMaxDescriptionBytes));
  }
  json object = json::parse(text, nullptr, false);
  if (!object.is_object()) return invalid_input(path + " is no JSON object");
  return object;
}

Result<std::string> text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) {
    return invalid_input(fmt::format("key '{}': a text is wanted", key));
  }
  return found->get<std::string>();
}

Result<double> number_at(const json& object, const char* key, double absent) {
  const auto found = object.find(key);
  if (found == object.end()) return absent;
  if (!found->is_number() || !std::isfinite(found->get<double>())) {
    return invalid_input(fmt::format("key '{}': a number is wanted", key));
  }
  return found->get<double>();
}

Result<NpyArray> array_at(const json& object, const char* key, const std::string& folder) {
  NIGHTJAR_ASSIGN(const std::string name, text_at(object, key));
  if (fs::path(name).filename() != name || name == "..") {
    return invalid_input(
        fmt::format("key '{}': '{}' is not the name of a file in the same folder", key, name));
  }
  return read_npy((fs::path(folder) / name).string());
}

template <typename T>
std::vector<int64_t> widen(const std::vector<std::byte>& bytes) {
  std::vector<int64_t> values(bytes.size() / sizeof(T));
  for (size_t i = 0; i < values.size(); ++i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
    values[i] = static_cast<int64_t>(value);
  }
  return values;
}

Result<std::vector<int64_t>> labels_of(const NpyArray& array) {
  if (array.dims.size() != 1) return invalid_input("the labels are no list");
  if (array.type == "uint8") return widen<uint8_t>(array.bytes);
  if (array.type == "int16") return widen<int16_t>(array.bytes);
  if (array.type == "uint16") return widen<uint16_t>(array.bytes);
  if (array.type == "int32") return widen<int32_t>(array.bytes);
  if (array.type == "int64") return widen<int64_t>(array.bytes);
  return invalid_input(fmt::format("the labels are {}, whole numbers are wanted", array.type));
}

Result<LabelledData> read_data(const json& object, const std::string& folder) {
  LabelledData data;
  NIGHTJAR_ASSIGN(data.input, text_at(object, "input"));
  NIGHTJAR_ASSIGN(data.output, text_at(object, "output"));
  NIGHTJAR_ASSIGN(data.task, text_at(object, "task"));
  if (data.task != "classification") {
    return unsupported(
        fmt::format("key 'task': '{}' is unknown, the one known is classification", data.task));
  }
  NIGHTJAR_ASSIGN(data.scale, number_at(object, "scale", 1));
  NIGHTJAR_ASSIGN(data.offset, number_at(object, "offset", 0));
  NIGHTJAR_ASSIGN(data.inputs, array_at(object, "inputs", folder));
  NIGHTJAR_ASSIGN(const NpyArray labels, array_at(object, "labels", folder));
  NIGHTJAR_ASSIGN(data.labels, labels_of(labels));
  if (data.inputs.dims.empty() || data.inputs.dims[0] != data.items() || data.items() == 0) {
    return invalid_input(fmt::format("there are {} labels and {} items", data.items(),
                                     data.inputs.dims.empty() ? 0 : data.inputs.dims[0]));
  }
  return data;
}

bool holds_model(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / "model.onnx", ignored);
}

}  // namespace

Result<LabelledData> load_labelled_data(const std::string& folder) {
  const std::string path = (fs::path(folder) / "data.json").string();
  NIGHTJAR_ASSIGN(const json object, read_description(path));
  Result<LabelledData> data = read_data(object, folder);
  if (!data.ok()) return data.error().in(path);
  return data;
}

std::optional<std::string> find_trained(const std::string& name) {
  if (name.empty() || fs::path(name).filename() != name || name == "." || name == "..") {
    return std::nullopt;
  }
  std::vector<fs::path> roots;
  if (const char* given = std::getenv("NIGHTJAR_TRAINED")) roots.emplace_back(given);
  std::error_code ignored;
  const fs::path working_folder = fs::current_path(ignored);
  for (fs::path folder = working_folder; !folder.empty(); folder = folder.parent_path()) {
    roots.push_back(folder / "scenarios/trained");
    if (folder == folder.root_path()) break;
  }
  for (const fs::path& root : roots) {
    if (holds_model(root / name)) return (root / name).string();
  }
  return std::nullopt;
}

}  // namespace nightjar::scenarios
