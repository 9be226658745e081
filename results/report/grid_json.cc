// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/grid_json.h"

#include <nlohmann/json.hpp>

namespace nightjar::report {
namespace {

using nlohmann::ordered_json;

ordered_json value_of(const std::string& text, bool is_numeric) {
  if (!is_numeric) return text;
  const ordered_json number = ordered_json::parse(text, nullptr, false);
  return number.is_number() ? number : ordered_json();
}

}  // namespace

std::string print_grid_json(const Grid& grid, const std::vector<bool>& numeric) {
  ordered_json list = ordered_json::array();
  for (const auto& row : grid.rows) {
    ordered_json object = ordered_json::object();
    for (size_t i = 0; i < row.size(); ++i) {
      object[grid.columns[i].title] = value_of(row[i].text, i < numeric.size() && numeric[i]);
    }
    list.push_back(std::move(object));
  }
  return list.dump(2, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace nightjar::report
