// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "base/text_file.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace nightjar {
namespace {

namespace fs = std::filesystem;

/// A folder of the test's own, gone with it.
class TextFile : public ::testing::Test {
 protected:
  TextFile() : folder_(fs::path(::testing::TempDir()) / test_name()) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  ~TextFile() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  size_t files() const {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

 private:
  static std::string test_name() {
    return std::string("text_file_") +
           ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }
  fs::path folder_;
};

TEST_F(TextFile, GivesBackWhatWasWritten) {
  std::string text(200'000, 'x');
  text[70'000] = '\0';
  ASSERT_TRUE(write_text_file(path("a"), text).ok());
  EXPECT_EQ(read_text_file(path("a")).value(), text);
  ASSERT_TRUE(write_text_file(path("a"), "").ok());
  EXPECT_EQ(read_text_file(path("a")).value(), "");
  EXPECT_EQ(files(), 1u);
}

TEST_F(TextFile, TellsWhatIsAbsentFromWhatCannotBeRead) {
  const auto absent = read_text_file(path("none"));
  ASSERT_FALSE(absent.ok());
  EXPECT_EQ(absent.error().kind, ErrorKind::kNotFound);
  EXPECT_NE(absent.error().message.find("none"), std::string::npos);
  const auto folder = read_text_file(path("."));
  ASSERT_FALSE(folder.ok());
  EXPECT_EQ(folder.error().kind, ErrorKind::kIo);
  EXPECT_NE(folder.error().message.find("name a file"), std::string::npos);
}

TEST_F(TextFile, RefusesADeviceThatRefusesToBeRead) {
  const auto memory = read_text_file("/proc/self/mem");
  ASSERT_FALSE(memory.ok());
  EXPECT_EQ(memory.error().kind, ErrorKind::kIo);
}

TEST_F(TextFile, RefusesMoreThanTheLimit) {
  ASSERT_TRUE(write_text_file(path("a"), "12345").ok());
  EXPECT_TRUE(read_text_file(path("a"), 5).ok());
  const auto refused = read_text_file(path("a"), 4);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::kInvalidInput);
  EXPECT_FALSE(read_text_file("/dev/zero", 1 << 20).ok());
}

TEST_F(TextFile, KeepsPermissionsAndLinks) {
  ASSERT_TRUE(write_text_file(path("a"), "old").ok());
  fs::permissions(path("a"), fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink(path("a"), path("link"));
  ASSERT_TRUE(write_text_file(path("link"), "new").ok());
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(read_text_file(path("a")).value(), "new");
  EXPECT_EQ(fs::status(path("a")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(TextFile, WritesToADeviceInsteadOfReplacingIt) {
  ASSERT_TRUE(write_text_file("/dev/null", "gone").ok());
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(TextFile, LeavesNothingBehindWhenItCannotWrite) {
  fs::create_directory(path("folder"));
  for (const std::string& name : {path("folder"), path("absent/a"), std::string("/dev/full")}) {
    const Status status = write_text_file(name, "text");
    ASSERT_FALSE(status.ok()) << name;
    EXPECT_EQ(status.error().kind, ErrorKind::kIo) << name;
    EXPECT_NE(status.error().message.find(name), std::string::npos);
  }
  EXPECT_EQ(files(), 1u);
}

}  // namespace
}  // namespace nightjar
