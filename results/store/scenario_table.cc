// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/scenario_table.h"

#include "base/digest.h"

namespace nightjar::store {

Result<int64_t> keep_scenario(Database& database, const scenarios::Scenario& scenario) {
  const std::string text = scenarios::to_json(scenario);
  const std::string digest = sha256_hex(text);
  NIGHTJAR_ASSIGN(Statement find, database.prepare("SELECT id FROM scenarios WHERE digest = ?1"));
  NIGHTJAR_ASSIGN(const bool known, find.bind(digest).next());
  if (known) return find.take_integer();
  NIGHTJAR_TRY(database.run(
      "INSERT INTO scenarios (digest, fingerprint, display_name, kind, model, precision, batch, "
      "pattern, device, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      digest, scenarios::fingerprint(scenario), scenarios::display_name(scenario),
      scenarios::to_string(scenario.kind), scenario.model, scenarios::to_string(scenario.precision),
      scenario.batch, scenarios::to_string(scenario.pattern), scenario.device, text));
  return database.last_row_id();
}

Result<scenarios::Scenario> read_scenario(const std::string& text) {
  auto scenario = scenarios::scenario_from_json(text);
  if (!scenario.ok()) return scenario.error().in("a scenario in the database");
  return scenario;
}

}  // namespace nightjar::store
