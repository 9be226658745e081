// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/settings_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/bounds.h"
#include "scenarios/spelling.h"
#include "scenarios/words.h"

namespace nightjar::scenarios {
namespace {

using ReadSetting = Status (*)(const YamlValue&, Settings&);

template <typename T, size_t N>
Result<T> read_word(const YamlValue& value, const Word<T> (&words)[N]) {
  NIGHTJAR_ASSIGN(const std::string text, value.text());
  const std::optional<T> found = value_of(words, text);
  if (!found) return value.error(fmt::format("'{}': {}", text, suggest(text, texts_of(words))));
  return *found;
}

/// Reads every element of a list with `read`, into a setting that must not be there yet.
template <typename T, typename Read>
Status read_list(const YamlValue& value, std::optional<std::vector<T>>& target, Read read) {
  if (target) return value.key_error("is given twice, as singular and as plural");
  NIGHTJAR_ASSIGN(const std::vector<YamlValue> items, value.items());
  target.emplace();
  for (const YamlValue& item : items) {
    NIGHTJAR_ASSIGN(T element, read(item));
    target->push_back(std::move(element));
  }
  return {};
}

Status read_kinds(const YamlValue& value, Settings& settings) {
  return read_list(value, settings.kinds,
                   [](const YamlValue& item) { return read_word(item, kKindWords); });
}

Status read_precisions(const YamlValue& value, Settings& settings) {
  return read_list(value, settings.precisions,
                   [](const YamlValue& item) { return read_word(item, kPrecisionWords); });
}

Status read_patterns(const YamlValue& value, Settings& settings) {
  return read_list(value, settings.patterns,
                   [](const YamlValue& item) { return read_word(item, kPatternWords); });
}

Status read_batches(const YamlValue& value, Settings& settings) {
  return read_list(value, settings.batches,
                   [](const YamlValue& item) { return item.integer(1, kMaxExtent); });
}

Status read_concurrencies(const YamlValue& value, Settings& settings) {
  return read_list(value, settings.concurrencies,
                   [](const YamlValue& item) { return item.integer(1, kMaxConcurrency); });
}

Status read_threads(const YamlValue& value, Settings& settings) {
  return read_list(value, settings.threads, [](const YamlValue& item) -> Result<int> {
    NIGHTJAR_ASSIGN(const int64_t threads, item.integer(0, kMaxThreads));
    return static_cast<int>(threads);
  });
}

Status read_devices(const YamlValue& value, Settings& settings) {
  return read_list(value, settings.devices, [](const YamlValue& item) -> Result<std::string> {
    NIGHTJAR_ASSIGN(std::string device, item.text());
    const std::vector<std::string> valid = {"cpu", "cuda"};
    if (device != valid[0] && device != valid[1]) {
      return item.error(fmt::format("'{}': {}", device, suggest(device, valid)));
    }
    return device;
  });
}

Result<InputShapes> read_shape_map(const YamlValue& value) {
  NIGHTJAR_ASSIGN(const auto fields, value.fields());
  InputShapes shapes;
  for (const auto& [input, field] : fields) {
    std::vector<int64_t>& extents = shapes[input];  // None: a scalar.
    for (const YamlValue& item : field.list()) {
      NIGHTJAR_ASSIGN(const int64_t extent, item.integer(0, kMaxExtent));
      extents.push_back(extent);
    }
    if (extents.size() > static_cast<size_t>(kMaxRank)) {
      return field.error(fmt::format("has {} extents, the limit is {}", extents.size(), kMaxRank));
    }
  }
  if (shapes.empty()) return value.error("names no input");
  return shapes;
}

Status read_shapes(const YamlValue& value, Settings& settings) {
  return read_list(value, settings.shapes, read_shape_map);
}

Status read_build_options(const YamlValue& value, Settings& settings) {
  NIGHTJAR_ASSIGN(const auto fields, value.fields());
  if (fields.size() > static_cast<size_t>(kMaxMapEntries)) {
    return value.error(
        fmt::format("has {} options, the limit is {}", fields.size(), kMaxMapEntries));
  }
  for (const auto& [option, word] : fields) {
    NIGHTJAR_ASSIGN(settings.build_options[option], word.text());
  }
  return {};
}

template <typename T>
Status assign(std::optional<T>& target, Result<T> value) {
  if (!value.ok()) return value.error();
  target = *value;
  return {};
}

Status read_sampling(const YamlValue& value, Settings& settings) {
  const std::vector<std::string> keys = {"warm_up", "min_samples", "max_samples", "max_duration",
                                         "target_relative_error"};
  NIGHTJAR_ASSIGN(const auto fields, value.fields());
  SamplingSettings& sampling = settings.sampling;
  for (const auto& [key, field] : fields) {
    Status status;
    if (key == keys[0]) {
      status = assign(sampling.warm_up_ns, field.duration_ns());
    } else if (key == keys[1]) {
      status = assign(sampling.min_samples, field.integer(1, kMaxSamples));
    } else if (key == keys[2]) {
      status = assign(sampling.max_samples, field.integer(1, kMaxSamples));
    } else if (key == keys[3]) {
      status = assign(sampling.max_duration_ns, field.duration_ns());
    } else if (key == keys[4]) {
      status = assign(sampling.target_relative_error, field.ratio(1));
    } else {
      return unknown_key(field, keys);
    }
    NIGHTJAR_TRY(status);
  }
  return {};
}

Status read_load(const YamlValue& value, Settings& settings) {
  const std::vector<std::string> keys = {"plans", "latency_bound", "percentile", "seed"};
  NIGHTJAR_ASSIGN(const auto fields, value.fields());
  LoadSettings& load = settings.load;
  for (const auto& [key, field] : fields) {
    Status status;
    if (key == keys[0]) {
      status = assign(load.plans, field.integer(1, kMaxConcurrency));
    } else if (key == keys[1]) {
      status = assign(load.latency_bound_ns, field.duration_ns());
    } else if (key == keys[2]) {
      status = assign(load.percentile, field.ratio(kHighestPercentile));
    } else if (key == keys[3]) {
      status = assign(load.seed, field.integer(0, kMaxExtent));
    } else {
      return unknown_key(field, keys);
    }
    NIGHTJAR_TRY(status);
  }
  return {};
}

Result<LimitSettings> read_limit_map(const YamlValue& value) {
  LimitSettings limits;
  struct Field {
    const char* key;
    std::optional<double>* target;
    double high;
  };
  const Field known[] = {{"latency_threshold", &limits.latency_threshold, 10},
                         {"accuracy_threshold", &limits.accuracy_threshold, 1},
                         {"min_cosine", &limits.min_cosine, 1},
                         {"max_relative_error", &limits.max_relative_error, 1e9},
                         {"min_top1_agreement", &limits.min_top1_agreement, 1},
                         {"min_label_accuracy", &limits.min_label_accuracy, 1}};
  std::vector<std::string> keys;
  for (const Field& field : known) keys.emplace_back(field.key);
  NIGHTJAR_ASSIGN(const auto fields, value.fields());
  for (const auto& [key, given] : fields) {
    const auto found = std::find(keys.begin(), keys.end(), key);
    if (found == keys.end()) return unknown_key(given, keys);
    const Field& field = known[found - keys.begin()];
    NIGHTJAR_TRY(assign(*field.target, given.ratio(field.high)));
  }
  return limits;
}

Status read_limits(const YamlValue& value, Settings& settings) {
  NIGHTJAR_ASSIGN(settings.limits, read_limit_map(value));
  return {};
}

Status read_precision_limits(const YamlValue& value, Settings& settings) {
  NIGHTJAR_ASSIGN(const auto fields, value.fields());
  for (const auto& [word, limits] : fields) {
    const std::optional<Precision> precision = value_of(kPrecisionWords, word);
    if (!precision) return unknown_key(limits, texts_of(kPrecisionWords));
    NIGHTJAR_ASSIGN(settings.precision_limits[*precision], read_limit_map(limits));
  }
  return {};
}

struct SettingKey {
  const char* key;
  ReadSetting read;
};

constexpr SettingKey kSettingKeys[] = {
    {"kind", read_kinds},
    {"kinds", read_kinds},
    {"precision", read_precisions},
    {"precisions", read_precisions},
    {"batch", read_batches},
    {"batches", read_batches},
    {"shapes", read_shapes},
    {"pattern", read_patterns},
    {"patterns", read_patterns},
    {"device", read_devices},
    {"devices", read_devices},
    {"concurrency", read_concurrencies},
    {"concurrencies", read_concurrencies},
    {"load", read_load},
    {"threads", read_threads},
    {"build_options", read_build_options},
    {"sampling", read_sampling},
    {"limits", read_limits},
    {"precision_limits", read_precision_limits},
};

}  // namespace

std::vector<std::string> setting_keys() {
  std::vector<std::string> keys;
  for (const SettingKey& known : kSettingKeys) keys.emplace_back(known.key);
  return keys;
}

Status read_setting(const YamlValue& value, Settings& settings) {
  for (const SettingKey& known : kSettingKeys) {
    if (value.key() == known.key) return known.read(value, settings);
  }
  return unknown_key(value, setting_keys());
}

Error unknown_key(const YamlValue& value, const std::vector<std::string>& valid) {
  return value.key_error(suggest(value.key(), valid));
}

}  // namespace nightjar::scenarios
