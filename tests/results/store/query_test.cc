// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/query.h"

#include "tests/results/store/store_fixture.h"

namespace nightjar::store {
namespace {

class QueryTest : public StoreTest {
 protected:
  QueryTest() : store_(open()) { finished_run(store_, {"a", "b", "c"}, 1.5e6); }
  Store store_;
};

TEST_F(QueryTest, GivesColumnsAndRows) {
  const auto table =
      store_.query("SELECT scenario, median_ms, NULL AS empty FROM v_measurements ORDER BY 1");
  ASSERT_TRUE(table.ok()) << table.error().message;
  EXPECT_EQ(table->columns, (std::vector<std::string>{"scenario", "median_ms", "empty"}));
  EXPECT_EQ(table->numeric, (std::vector<bool>{false, true, true}));
  ASSERT_EQ(table->rows.size(), 3u);
  EXPECT_EQ(table->rows[0][1], "1.5");
  EXPECT_EQ(table->rows[0][2], "");
}

TEST_F(QueryTest, RefusesWhateverWrites) {
  for (const char* sql :
       {"DELETE FROM runs", "UPDATE jobs SET state = 'done'", "DROP TABLE runs",
        "INSERT INTO runs VALUES (9, '', '', '', 0, 0)", "CREATE TABLE x (a)", "VACUUM",
        "ATTACH 'other.db' AS other", "PRAGMA journal_mode = DELETE", "BEGIN",
        "WITH x AS (SELECT 1) DELETE FROM runs", "SELECT load_extension('x')"}) {
    const auto table = store_.query(sql);
    EXPECT_FALSE(table.ok()) << sql;
  }
  EXPECT_EQ(store_.runs().list(10)->size(), 1u);
}

TEST_F(QueryTest, TheRefusalSaysWhatToWrite) {
  EXPECT_EQ(store_.query("DELETE FROM runs").error().message,
            "a query may only read: write a SELECT over the views of docs/STORE.md");
}

TEST_F(QueryTest, WritingWorksAgainAfterARefusal) {
  EXPECT_FALSE(store_.query("DELETE FROM runs").ok());
  EXPECT_TRUE(store_.runs().create(new_run({"d"})).ok());
}

TEST_F(QueryTest, RefusesTwoStatementsNoneAndNonsense) {
  EXPECT_FALSE(store_.query("SELECT 1; SELECT 2").ok());
  EXPECT_TRUE(store_.query("SELECT 1 ; ").ok());
  EXPECT_FALSE(store_.query("").ok());
  EXPECT_FALSE(store_.query("SELEC 1").ok());
  const auto unknown = store_.query("SELECT * FROM v_nothing");
  ASSERT_FALSE(unknown.ok());
  EXPECT_NE(unknown.error().message.find("no such table: v_nothing"), std::string::npos);
}

TEST_F(QueryTest, TooManyRowsNameTheRemedy) {
  const auto table = store_.query(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", 10);
  ASSERT_FALSE(table.ok());
  EXPECT_NE(table.error().message.find("more than 10 rows; add a LIMIT"), std::string::npos);
}

TEST_F(QueryTest, ReadsThroughAReadOnlyConnection) {
  auto reader = Store::open_read_only(path_);
  ASSERT_TRUE(reader.ok()) << reader.error().message;
  EXPECT_EQ(reader->query("SELECT run FROM v_runs")->rows[0][0], "r1");
  EXPECT_FALSE(reader->runs().create(new_run({"x"})).ok());
}

}  // namespace
}  // namespace nightjar::store
