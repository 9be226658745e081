// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A database in a folder of its own, thrown away after the test.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>
#include <vector>

#include "results/store/database.h"
#include "results/store/migrate.h"
#include "results/store/store.h"
#include "tests/results/examples.h"

namespace nightjar::store {

class StoreTest : public ::testing::Test {
 protected:
  StoreTest() {
    std::string folder = (std::filesystem::temp_directory_path() / "nightjar_store_XXXXXX");
    folder_ = mkdtemp(folder.data());
    path_ = folder_ + "/test.db";
  }
  ~StoreTest() override { std::filesystem::remove_all(folder_); }

  Store open() {
    auto store = Store::open(path_);
    EXPECT_TRUE(store.ok()) << store.error().message;
    return std::move(store).value();
  }

  /// A connection of its own that gives up at once when the file is locked.
  std::unique_ptr<Database> connect() {
    auto database = Database::open(path_, Access::kReadWrite, 0);
    EXPECT_TRUE(database.ok()) << database.error().message;
    EXPECT_TRUE(migrate(**database).ok());
    return std::move(database).value();
  }

  static NewRun new_run(const std::vector<std::string>& models) {
    NewRun run;
    run.suite_name = "smoke";
    run.suite_text = "scenarios: []\n";
    run.created_unix_ns = 1'700'000'000'000'000'000;
    for (const auto& model : models) {
      run.scenarios.push_back(record::examples::scenario(model));
    }
    return run;
  }

  /// A run of one job per median, each done with it.
  static int64_t finished_run(Store& store, const std::vector<std::string>& models,
                              double median_ns) {
    const auto run = store.runs().create(new_run(models));
    EXPECT_TRUE(run.ok()) << run.error().message;
    const auto jobs = store.jobs().load_jobs(run->sequence);
    for (const Job& job : *jobs) {
      EXPECT_TRUE(store.jobs().lease(job.id, {"w1", 1, 100}).ok());
      const auto end = store.jobs().finish(job.id, 1, record::examples::result(median_ns));
      EXPECT_TRUE(end.ok()) << end.error().message;
    }
    return run->sequence;
  }

  std::string folder_, path_;
};

}  // namespace nightjar::store
