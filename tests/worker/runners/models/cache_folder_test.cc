// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/models/cache_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

#include "tests/worker/temporary_folder.h"
#include "worker/probe/system_files.h"

namespace nightjar::runners {
namespace {

namespace fs = std::filesystem;

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

TEST(CacheFolder, FilesArePublishedWhole) {
  const worker::TemporaryFolder folder;
  const std::string path = folder.path() + "/a";
  ASSERT_TRUE(publish_file(path, bytes_of("one")).ok());
  ASSERT_TRUE(publish_file(path, bytes_of("two")).ok());
  EXPECT_EQ(*probe::read_file(path), "two");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 1) << "nothing left beside";
  EXPECT_FALSE(publish_file(folder.path() + "/none/b", bytes_of("x")).ok());
}

TEST(CacheFolder, TheLongestUnusedGoFirst) {
  const worker::TemporaryFolder folder;
  const auto now = fs::file_time_type::clock::now();
  for (int i = 0; i < 5; ++i) {
    const std::string path = folder.path() + "/" + std::to_string(i);
    ASSERT_TRUE(publish_file(path, bytes_of("ten bytes!")).ok());
    fs::last_write_time(path, now - std::chrono::hours(10 - i));
  }
  mark_used(folder.path() + "/0");
  prune_folder(folder.path(), 25);
  EXPECT_TRUE(fs::exists(folder.path() + "/0"));
  EXPECT_TRUE(fs::exists(folder.path() + "/4"));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), {}), 2);
  prune_folder(folder.path() + "/none", 0);
}

}  // namespace
}  // namespace nightjar::runners
