// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/precision.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "results/record/units.h"

namespace nightjar::report {
namespace {

using nlohmann::json;
using scenarios::Precision;

/// Display name with the precision taken out.
std::string row_name(const scenarios::Scenario& scenario) {
  std::string name = scenarios::display_name(scenario);
  const std::string part = std::string("/") + scenarios::to_string(scenario.precision);
  const size_t position = name.find(part + "/");
  if (position != std::string::npos) name.erase(position, part.size());
  return name;
}

/// Rows of one device class, by the fingerprint of their fp32 twin.
struct Rows {
  std::vector<std::string> order;
  std::map<std::string, std::map<Precision, const record::Measurement*>> by_twin;
};

std::map<std::string, Rows> group(const std::vector<record::Measurement>& measurements) {
  std::map<std::string, Rows> classes;
  for (const record::Measurement& measurement : measurements) {
    if (measurement.result.outcome != record::Outcome::kDone) continue;
    if (measurement.scenario.kind != scenarios::Kind::kInference) continue;
    scenarios::Scenario twin = measurement.scenario;
    twin.precision = Precision::kFp32;
    Rows& rows = classes[measurement.device_class()];
    const std::string key = scenarios::fingerprint(twin);
    if (!rows.by_twin.contains(key)) rows.order.push_back(key);
    rows.by_twin[key][measurement.scenario.precision] = &measurement;
  }
  return classes;
}

PrecisionCell make_cell(const record::Measurement& measurement, const record::Measurement* fp32) {
  const record::JobResult& result = measurement.result;
  PrecisionCell cell;
  cell.median_ns = result.latency.median_ns;
  if (fp32 != nullptr && cell.median_ns > 0) {
    cell.speed_up = fp32->result.latency.median_ns / cell.median_ns;
  }
  if (!result.accuracy) return cell;
  cell.cosine_loss = 1 - result.accuracy->cosine;
  cell.top1_agreement = result.accuracy->top1_agreement;
  if (fp32 != nullptr && fp32->result.accuracy && result.accuracy->label_count > 0 &&
      fp32->result.accuracy->label_count > 0) {
    cell.label_loss = fp32->result.accuracy->label_accuracy - result.accuracy->label_accuracy;
  }
  return cell;
}

PrecisionTable make_table(const std::string& device_class, const Rows& rows) {
  PrecisionTable table;
  table.device_class = device_class;
  std::set<Precision> precisions;
  for (const std::string& key : rows.order) {
    const auto& modes = rows.by_twin.at(key);
    const auto fp32 = modes.find(Precision::kFp32);
    PrecisionRow row;
    row.name = row_name(modes.begin()->second->scenario);
    for (const auto& [precision, measurement] : modes) {
      row.cells[precision] = make_cell(*measurement, fp32 == modes.end() ? nullptr : fp32->second);
      precisions.insert(precision);
    }
    table.rows.push_back(std::move(row));
  }
  table.precisions.assign(precisions.begin(), precisions.end());
  return table;
}

/// "labels -0.4 pp, 1-cos 2.1e-05, top-1 99.8 %".
std::string loss_text(const PrecisionCell& cell) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (cell.label_loss) add(fmt::format("labels {:+.1f} pp", 0.0 - *cell.label_loss * 100));
  if (cell.cosine_loss) add(fmt::format("1-cos {:.1e}", *cell.cosine_loss));
  if (cell.top1_agreement) add("top-1 " + record::human_percent(*cell.top1_agreement));
  return text.empty() ? "-" : text;
}

void add_cells(const PrecisionRow& row, Precision precision, std::vector<Cell>& cells) {
  const auto found = row.cells.find(precision);
  const PrecisionCell* cell = found == row.cells.end() ? nullptr : &found->second;
  cells.emplace_back(cell == nullptr ? "-" : record::human_duration(cell->median_ns));
  if (precision == Precision::kFp32) return;
  const bool has_ratio = cell != nullptr && cell->speed_up;
  const Tone tone = !has_ratio || *cell->speed_up >= 1 ? Tone::kPlain : Tone::kDoubtful;
  cells.emplace_back(has_ratio ? fmt::format("{:.2f}×", *cell->speed_up) : "-", tone);
  cells.emplace_back(cell == nullptr ? "-" : loss_text(*cell));
}

json cell_json(const PrecisionCell& cell) {
  const auto value = [](const std::optional<double>& v) { return v ? json(*v) : json(); };
  return {{"median_ns", cell.median_ns},
          {"speed_up", value(cell.speed_up)},
          {"cosine_loss", value(cell.cosine_loss)},
          {"top1_agreement", value(cell.top1_agreement)},
          {"label_accuracy_loss", value(cell.label_loss)}};
}

}  // namespace

std::vector<PrecisionTable> pivot_precisions(const std::vector<record::Measurement>& measurements) {
  std::vector<PrecisionTable> tables;
  for (const auto& [device_class, rows] : group(measurements)) {
    tables.push_back(make_table(device_class, rows));
  }
  return tables;
}

Grid precision_grid(const PrecisionTable& table) {
  Grid grid;
  grid.columns.push_back({"scenario", Align::kLeft});
  for (const Precision precision : table.precisions) {
    const std::string word = scenarios::to_string(precision);
    grid.columns.push_back({word, Align::kRight});
    if (precision == Precision::kFp32) continue;
    grid.columns.push_back({"speed-up", Align::kRight});
    grid.columns.push_back({word + " accuracy loss", Align::kLeft});
  }
  for (const PrecisionRow& row : table.rows) {
    std::vector<Cell> cells = {row.name};
    for (const Precision precision : table.precisions) add_cells(row, precision, cells);
    grid.rows.push_back(std::move(cells));
  }
  return grid;
}

std::string print_precisions_json(const std::vector<PrecisionTable>& tables) {
  json list = json::array();
  for (const PrecisionTable& table : tables) {
    json rows = json::array();
    for (const PrecisionRow& row : table.rows) {
      json modes = json::object();
      for (const auto& [precision, cell] : row.cells) {
        modes[scenarios::to_string(precision)] = cell_json(cell);
      }
      rows.push_back({{"scenario", row.name}, {"precisions", std::move(modes)}});
    }
    list.push_back({{"device_class", table.device_class}, {"rows", std::move(rows)}});
  }
  return list.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace nightjar::report
