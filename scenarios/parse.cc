// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "scenarios/bounds.h"
#include "scenarios/settings_reader.h"
#include "scenarios/spelling.h"
#include "scenarios/suite.h"
#include "scenarios/yaml_value.h"

namespace nightjar::scenarios {
namespace {

std::vector<std::string> with_setting_keys(std::vector<std::string> keys) {
  const std::vector<std::string> settings = setting_keys();
  keys.insert(keys.end(), settings.begin(), settings.end());
  return keys;
}

/// A key of an entry is either one of its own or a setting.
bool is_setting(const std::string& key) {
  const std::vector<std::string> keys = setting_keys();
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

Status check_axes(const YamlValue& value, const Settings& settings) {
  if (settings.shapes && settings.batches) {
    return value.error("gives both batches and shapes: keep one of them");
  }
  return {};
}

Result<Settings> read_settings(const YamlValue& value) {
  NIGHTJAR_ASSIGN(const auto fields, value.fields());
  Settings settings;
  for (const auto& [key, field] : fields) NIGHTJAR_TRY(read_setting(field, settings));
  NIGHTJAR_TRY(check_axes(value, settings));
  return settings;
}

Result<Overrides> read_overrides(const YamlValue& value) {
  NIGHTJAR_ASSIGN(const auto fields, value.fields());
  Overrides overrides;
  for (const auto& [model, field] : fields) {
    NIGHTJAR_ASSIGN(overrides[model], read_settings(field));
  }
  return overrides;
}

Result<std::vector<std::string>> read_models(const YamlValue& value) {
  NIGHTJAR_ASSIGN(const std::vector<YamlValue> items, value.items());
  std::vector<std::string> models;
  for (const YamlValue& item : items) {
    NIGHTJAR_ASSIGN(std::string model, item.text());
    if (model.empty()) return item.error("a model's name is empty");
    models.push_back(std::move(model));
  }
  return models;
}

Result<Entry> read_entry(const YamlValue& value) {
  NIGHTJAR_ASSIGN(const auto fields, value.fields());
  Entry entry;
  entry.place = value.place();
  for (const auto& [key, field] : fields) {
    if (key == "model" || key == "models") {
      if (!entry.models.empty()) return field.key_error("the models are given twice");
      NIGHTJAR_ASSIGN(entry.models, read_models(field));
    } else if (key == "overrides") {
      NIGHTJAR_ASSIGN(entry.overrides, read_overrides(field));
    } else if (is_setting(key)) {
      NIGHTJAR_TRY(read_setting(field, entry.settings));
    } else {
      return unknown_key(field, with_setting_keys({"model", "models", "overrides"}));
    }
  }
  if (entry.models.empty()) return value.error("the entry has no 'models'");
  NIGHTJAR_TRY(check_axes(value, entry.settings));
  return entry;
}

Status read_field(const YamlValue& field, Suite& suite) {
  const std::string& key = field.key();
  if (key == "name") {
    NIGHTJAR_ASSIGN(suite.name, field.text());
  } else if (key == "description") {
    NIGHTJAR_ASSIGN(suite.description, field.text());
  } else if (key == "defaults") {
    NIGHTJAR_ASSIGN(suite.defaults, read_settings(field));
  } else if (key == "overrides") {
    NIGHTJAR_ASSIGN(suite.overrides, read_overrides(field));
  } else if (key == "scenarios") {
    NIGHTJAR_ASSIGN(const std::vector<YamlValue> items, field.items());
    for (const YamlValue& item : items) {
      NIGHTJAR_ASSIGN(Entry entry, read_entry(item));
      suite.entries.push_back(std::move(entry));
    }
  } else {
    return unknown_key(field, {"name", "description", "defaults", "overrides", "scenarios"});
  }
  return {};
}

/// An override for a model that no entry names is a misspelling.
Status check_overrides(const YamlValue& root, const Suite& suite) {
  std::vector<std::string> models;
  for (const Entry& entry : suite.entries) {
    models.insert(models.end(), entry.models.begin(), entry.models.end());
    for (const auto& [model, settings] : entry.overrides) {
      if (std::find(entry.models.begin(), entry.models.end(), model) == entry.models.end()) {
        return invalid_input(fmt::format("{}:{}:{}: override of '{}': {}", suite.file,
                                         entry.place.line, entry.place.column, model,
                                         suggest(model, entry.models)));
      }
    }
  }
  for (const auto& [model, settings] : suite.overrides) {
    if (std::find(models.begin(), models.end(), model) == models.end()) {
      return root.error(fmt::format("override of '{}': {}", model, suggest(model, models)));
    }
  }
  return {};
}

}  // namespace

Result<Suite> parse_suite(const std::string& text, const std::string& file) {
  if (text.size() > kMaxSuiteBytes) {
    return invalid_input(
        fmt::format("{}: {} bytes, the limit is {}", file, text.size(), kMaxSuiteBytes));
  }
  NIGHTJAR_ASSIGN(const YamlValue root, parse_yaml(text, file));
  NIGHTJAR_ASSIGN(const auto fields, root.fields());
  Suite suite;
  suite.file = file;
  suite.text = text;
  for (const auto& [key, field] : fields) NIGHTJAR_TRY(read_field(field, suite));
  if (suite.name.empty()) return root.error("the suite has no 'name'");
  if (suite.entries.empty()) return root.error("the suite has no 'scenarios'");
  NIGHTJAR_TRY(check_overrides(root, suite));
  return suite;
}

Result<Suite> load_suite(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return not_found(fmt::format("{}: cannot be opened; is the path right?", path));
  std::string text(kMaxSuiteBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return io_error(fmt::format("{}: cannot be read; is it a file?", path));
  text.resize(static_cast<size_t>(file.gcount()));
  return parse_suite(text, path);
}

}  // namespace nightjar::scenarios
