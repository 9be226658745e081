// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// JSON as text, whatever bytes the names in it are made of.
#pragma once

#include <string>

namespace nightjar {

/// The text of an nlohmann::json or ordered_json; on one line when `indent` is negative. Names come
/// from models and files of others: bytes that are no UTF-8 become U+FFFD, where dump() throws.
template <typename Json>
std::string json_text(const Json& json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace nightjar
