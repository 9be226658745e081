// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/migrate.h"

#include <fstream>
#include <map>

#include "tests/results/store/store_fixture.h"

namespace nightjar::store {
namespace {

using MigrateTest = StoreTest;

TEST_F(MigrateTest, AppliesOnlyWhatIsMissing) {
  auto database = std::move(Database::open(path_, Access::kReadWrite)).value();
  const Migration first[] = {{"one", "CREATE TABLE one (a)"}};
  const Migration both[] = {{"one", "CREATE TABLE one (a)"}, {"two", "CREATE TABLE two (a)"}};
  ASSERT_TRUE(migrate(*database, first).ok());
  ASSERT_TRUE(database->run("INSERT INTO one VALUES (5)").ok());
  ASSERT_TRUE(migrate(*database, both).ok());
  ASSERT_TRUE(migrate(*database, both).ok());
  EXPECT_EQ(*database->integer("SELECT a FROM one"), 5);
  EXPECT_EQ(*database->integer("SELECT count(*) FROM two"), 0);
  EXPECT_EQ(*database->integer("PRAGMA user_version"), 2);
}

TEST_F(MigrateTest, AStepThatFailsLeavesNothingBehind) {
  auto database = std::move(Database::open(path_, Access::kReadWrite)).value();
  const Migration steps[] = {{"good", "CREATE TABLE good (a)"},
                             {"bad", "CREATE TABLE half (a); CREATE NONSENSE"}};
  const Status status = migrate(*database, steps);
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().message.find("schema step 'bad'"), std::string::npos);
  EXPECT_EQ(*database->integer("SELECT count(*) FROM sqlite_schema"), 0);
  EXPECT_EQ(*database->integer("PRAGMA user_version"), 0);
}

TEST_F(MigrateTest, EveryViewOfTheSchemaCanBeRead) {
  Store store = open();
  finished_run(store, {"resnet50"}, 1e6);
  for (const char* view : {"v_runs", "v_jobs", "v_measurements", "v_series", "v_verdicts",
                           "v_layers", "v_left_out", "v_environments", "v_proofs", "v_loads"}) {
    const auto table = store.query(std::string("SELECT * FROM ") + view);
    EXPECT_TRUE(table.ok()) << view << ": " << table.error().message;
  }
}

/// A run as a program wrote it that knew the first two steps.
constexpr char kOldRun[] = R"sql(
INSERT INTO runs (suite_name, suite_text, fault, created_unix_ns, finished_unix_ns)
VALUES ('old', '', '{}', 1, 2);
INSERT INTO scenarios VALUES (1, 'd', 'f', 'm/fp32', 'inference', 'm', 'fp32', 1,
                              'single_stream', 'cpu', '{"model": "m"}');
INSERT INTO jobs (run, position, scenario_id, fingerprint, state, token)
VALUES (1, 0, 1, 'f', 'done', 1);
INSERT INTO environments VALUES (1, 'e', 'c', 'n', 'h', 'g', 0, '', '{}');
INSERT INTO results VALUES (1, 1, 'f', 'c', 1, 'done', '', 1, 0, 0, 5, 1e6, 1e6, 1e6, 1e6, 1e6,
                            1e6, 1e6, 0, 1e6, 1e6, '{}', '{}', '{}', '{}', 1000, 0, '', '', 'p',
                            'q', 1, 2);
)sql";

TEST_F(MigrateTest, AnOldDatabaseIsBroughtUpToDateWithItsRuns) {
  {
    auto database = std::move(Database::open(path_, Access::kReadWrite)).value();
    ASSERT_TRUE(migrate(*database, migrations().first(2)).ok());
    const Status filled = database->run_script(kOldRun);
    ASSERT_TRUE(filled.ok()) << filled.error().message;
  }
  Store store = open();
  const auto measurements = store.runs().measurements(1);
  ASSERT_TRUE(measurements.ok()) << measurements.error().message;
  ASSERT_EQ(measurements->size(), 1u);
  EXPECT_EQ(measurements->at(0).result.latency.median_ns, 1e6);
  EXPECT_EQ(store.query("SELECT * FROM v_measurements")->rows.size(), 1u);
  EXPECT_EQ(store.jobs().load_jobs(1)->at(0).proves, 0);
  EXPECT_TRUE(store.proofs().load(1)->empty());
  record::ProofOrder order;
  order.new_side.plan_digest = "ab";
  EXPECT_TRUE(store.jobs().add_proofs({{1, order}}).ok());
}

TEST_F(MigrateTest, ThePageListsEveryColumnOfEveryView) {
  std::ifstream file(std::string(NIGHTJAR_SOURCE_DIR) + "/docs/STORE.md");
  ASSERT_TRUE(file.good());
  std::map<std::string, std::string> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("| `v_", 0) == 0) rows[line.substr(3, line.find('`', 3) - 3)] = line;
  }
  Store store = open();
  const auto views = store.query("SELECT name FROM sqlite_schema WHERE type = 'view'");
  ASSERT_TRUE(views.ok()) << views.error().message;
  EXPECT_EQ(views->rows.size(), rows.size());
  for (const auto& view : views->rows) {
    const auto table = store.query("SELECT * FROM " + view[0]);
    for (const std::string& column : table->columns) {
      EXPECT_NE(rows[view[0]].find(" " + column), std::string::npos) << view[0] << "." << column;
    }
  }
}

TEST_F(MigrateTest, TheFileIsInWalModeAndFullySynchronised) {
  const auto database = connect();
  auto mode = database->prepare("PRAGMA journal_mode");
  ASSERT_TRUE(mode.ok() && *mode->next());
  EXPECT_EQ(mode->take_text(), "wal");
  EXPECT_EQ(*database->integer("PRAGMA synchronous"), 2);
  EXPECT_EQ(*database->integer("PRAGMA foreign_keys"), 1);
}

}  // namespace
}  // namespace nightjar::store
