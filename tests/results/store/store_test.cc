// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/store.h"

#include <fstream>

#include "tests/results/store/store_fixture.h"

namespace nightjar::store {
namespace {

using OpenTest = StoreTest;

TEST_F(OpenTest, WhatWasWrittenIsThereAfterOpeningAgain) {
  int64_t run = 0;
  {
    Store store = open();
    run = finished_run(store, {"resnet50"}, 1e6);
  }
  Store store = open();
  const auto measurements = store.runs().measurements(run);
  ASSERT_TRUE(measurements.ok()) << measurements.error().message;
  ASSERT_EQ(measurements->size(), 1u);
  EXPECT_EQ(measurements->front().scenario.model, "resnet50");
}

TEST_F(OpenTest, RefusesAFileThatIsNoDatabase) {
  std::ofstream(path_) << std::string(5000, 'x');
  const auto store = Store::open(path_);
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(store.error().message,
            path_ + ": not a Nightjar database; name another file with --db");
}

TEST_F(OpenTest, RefusesTheDatabaseOfAnotherProgram) {
  ASSERT_TRUE((*Database::open(path_, Access::kReadWrite))->run("CREATE TABLE t (a)").ok());
  const auto store = Store::open(path_);
  ASSERT_FALSE(store.ok());
  EXPECT_NE(store.error().message.find("belongs to another program"), std::string::npos);
}

TEST_F(OpenTest, RefusesANewerSchema) {
  open();
  ASSERT_TRUE((*Database::open(path_, Access::kReadWrite))->run("PRAGMA user_version = 999").ok());
  for (const auto& store : {Store::open(path_), Store::open_read_only(path_)}) {
    ASSERT_FALSE(store.ok());
    EXPECT_NE(store.error().message.find("written by a newer Nightjar (schema 999"),
              std::string::npos)
        << store.error().message;
  }
}

TEST_F(OpenTest, RefusesAFolderThatDoesNotExist) {
  const auto store = Store::open(folder_ + "/none/x.db");
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().kind, ErrorKind::kIo);
  EXPECT_NE(store.error().message.find("check that the folder exists"), std::string::npos);
}

TEST_F(OpenTest, ReadingNeedsAFileWithSomethingInIt) {
  EXPECT_EQ(Store::open_read_only(path_).error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(path_));
  std::ofstream(path_).close();
  const auto store = Store::open_read_only(path_);
  ASSERT_FALSE(store.ok());
  EXPECT_NE(store.error().message.find("is empty"), std::string::npos) << store.error().message;
}

TEST_F(OpenTest, ATruncatedDatabaseIsOneSentence) {
  {
    Store store = open();
    finished_run(store, {"a", "b", "c"}, 1e6);
  }
  std::filesystem::resize_file(path_, 20'000);
  auto store = Store::open(path_);
  if (!store.ok()) {
    EXPECT_EQ(store.error().kind, ErrorKind::kInvalidInput);
    return;
  }
  const auto table = store->query("SELECT * FROM v_measurements, v_layers, v_verdicts");
  ASSERT_FALSE(table.ok());
  EXPECT_NE(table.error().message.find("damaged"), std::string::npos) << table.error().message;
}

}  // namespace
}  // namespace nightjar::store
