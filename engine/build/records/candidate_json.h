// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Candidates as JSON, for the files of this room that are text; for its .cc files alone.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "engine/build/records/decisions_file.h"

namespace nightjar::build {

using Json = nlohmann::ordered_json;

/// Empty, zero or an empty list when the key is absent or of another type.
std::string text_of(const Json& json, const char* key);
double number_of(const Json& json, const char* key);
/// The integer under `key`, `least` when absent; nothing when it is none or outside the bounds.
std::optional<int64_t> integer_of(const Json& json, const char* key, int64_t least, int64_t most);
const Json& list_of(const Json& json, const char* key);

/// Left out when empty or not positive.
void put_text(Json& json, const char* key, const std::string& text);
void put_number(Json& json, const char* key, double number);

Json candidates_json(const std::vector<CandidateRecord>& candidates);
/// Those under "candidates".
std::vector<CandidateRecord> candidates_of(const Json& json);

}  // namespace nightjar::build
