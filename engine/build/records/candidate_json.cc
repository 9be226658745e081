// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/records/candidate_json.h"

namespace nightjar::build {
namespace {

Json candidate_json(const CandidateRecord& record) {
  Json json = {{"tactic", record.tactic}};
  put_text(json, "config", record.config);
  put_number(json, "median_ns", record.median_ns);
  put_number(json, "low_ns", record.low_ns);
  put_number(json, "high_ns", record.high_ns);
  if (record.samples > 0) json["samples"] = record.samples;
  put_text(json, "rejected", record.rejected);
  return json;
}

uint64_t count_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number_unsigned() ? found->get<uint64_t>() : 0;
}

}  // namespace

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number() ? found->get<double>() : 0;
}

std::optional<int64_t> integer_of(const Json& json, const char* key, int64_t least, int64_t most) {
  const auto found = json.find(key);
  if (found == json.end()) return least;
  // Beyond int64_t the library holds unsigned numbers, which would come out negative.
  if (!found->is_number_integer()) return std::nullopt;
  if (found->is_number_unsigned() && found->get<uint64_t>() > INT64_MAX) return std::nullopt;
  const auto number = found->get<int64_t>();
  return number < least || number > most ? std::nullopt : std::optional(number);
}

const Json& list_of(const Json& json, const char* key) {
  static const Json kEmpty = Json::array();
  const auto found = json.find(key);
  return found != json.end() && found->is_array() ? *found : kEmpty;
}

void put_text(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}

void put_number(Json& json, const char* key, double number) {
  if (number > 0) json[key] = number;
}

Json candidates_json(const std::vector<CandidateRecord>& candidates) {
  Json json = Json::array();
  for (const CandidateRecord& record : candidates) json.push_back(candidate_json(record));
  return json;
}

std::vector<CandidateRecord> candidates_of(const Json& json) {
  std::vector<CandidateRecord> candidates;
  for (const Json& entry : list_of(json, "candidates")) {
    if (!entry.is_object()) continue;
    CandidateRecord record;
    record.tactic = text_of(entry, "tactic");
    record.config = text_of(entry, "config");
    record.median_ns = number_of(entry, "median_ns");
    record.low_ns = number_of(entry, "low_ns");
    record.high_ns = number_of(entry, "high_ns");
    record.samples = count_of(entry, "samples");
    record.rejected = text_of(entry, "rejected");
    candidates.push_back(std::move(record));
  }
  return candidates;
}

}  // namespace nightjar::build
