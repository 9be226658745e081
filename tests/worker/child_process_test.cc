// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The shell plays the measuring process: it can die in every way there is.
#include "worker/child_process.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>

#include "worker/device_lock.h"

namespace nightjar::worker {
namespace {

constexpr int kPatienceMs = 10'000;

ChildSpec shell(const std::string& script) { return {"/bin/sh", {"-c", script}, {}, {}, {}, {}}; }

std::string death_of(const std::string& script) {
  auto child = ChildProcess::start(shell(script));
  EXPECT_TRUE(child.ok()) << child.error().message;
  EXPECT_FALSE(child->link().receive(kPatienceMs).ok()) << "its end closes the link";
  return child->end(kPatienceMs);
}

/// The text of the one frame that the script sends.
std::string said_by(ChildSpec spec) {
  auto child = ChildProcess::start(spec);
  EXPECT_TRUE(child.ok()) << child.error().message;
  const auto frame = child->link().receive(kPatienceMs);
  EXPECT_TRUE(frame.ok() && frame->has_value());
  if (!frame.ok() || !*frame) return "";
  EXPECT_EQ((**frame).kind, FrameKind::kStage);
  return {reinterpret_cast<const char*>((**frame).payload.data()), (**frame).payload.size()};
}

/// Shell words that send the output of `command`, at most 255 bytes, as a stage.
std::string send_words(const std::string& command) {
  return "text=$(" + command + R"(); octal=$(printf '%03o' ${#text}); )" +
         R"(printf "\\$octal\\000\\000\\000\\003%s" "$text" >&3)";
}

TEST(ChildProcess, EveryDeathHasItsSentence) {
  EXPECT_EQ(death_of("kill -SEGV $$"), "was killed by signal 11 (Segmentation fault)");
  EXPECT_EQ(death_of("kill -KILL $$"),
            "was killed by signal 9 (Killed), as the kernel does when memory runs out");
  EXPECT_EQ(death_of("exit 3"), "exited with code 3");
}

TEST(ChildProcess, ALinkClosedByALivingChildEndsIt) {
  auto child = ChildProcess::start(shell("exec 3>&-; exec sleep 1000"));
  ASSERT_TRUE(child.ok());
  EXPECT_FALSE(child->link().receive(kPatienceMs).ok());
  EXPECT_EQ(child->end(0), "closed its link and did not end by itself");
}

TEST(ChildProcess, AKilledChildIsGone) {
  auto child = ChildProcess::start(shell("exec sleep 1000"));
  ASSERT_TRUE(child.ok());
  const pid_t pid = child->pid();
  EXPECT_EQ(::kill(pid, 0), 0);
  child->kill();
  EXPECT_NE(::kill(pid, 0), 0);
  child->kill();
}

TEST(ChildProcess, FramesComeThroughTheLink) {
  EXPECT_EQ(said_by(shell(send_words("echo hello"))), "hello");
}

TEST(ChildProcess, TheChildRunsOnItsCores) {
  const std::vector<int> allowed = allowed_cores();
  const std::string query = "awk '/^Cpus_allowed_list/ {print $2}' /proc/self/status";
  for (const int core : {allowed.front(), allowed.back()}) {
    ChildSpec spec = shell(send_words(query));
    spec.cores = {core};
    EXPECT_EQ(said_by(spec), std::to_string(core));
  }
}

TEST(ChildProcess, AChildWhoseCoresCannotBeHadDoesNotBegin) {
  ChildSpec spec = shell("exit 0");
  spec.cores = {allowed_cores().front(), CPU_SETSIZE - 1};
  auto child = ChildProcess::start(spec);
  ASSERT_TRUE(child.ok());
  EXPECT_FALSE(child->link().receive(kPatienceMs).ok());
  EXPECT_EQ(child->end(kPatienceMs),
            "exited with code 126, as it does where its cores cannot be had");
}

TEST(ChildProcess, ExtraEnvironmentIsSeen) {
  ChildSpec spec = shell(send_words("echo $NIGHTJAR_PLANTED"));
  spec.extra_environment = {"NIGHTJAR_PLANTED=yes"};
  EXPECT_EQ(said_by(spec), "yes");
}

TEST(ChildProcess, TheDeviceStaysLockedUntilTheChildIsGone) {
  const std::string folder = testing::TempDir() + "nightjar-kept-" + std::to_string(getpid());
  const DeviceChoice choice{"cpu", "cpu", {0}};
  auto lock = DeviceLock::acquire(choice, folder);
  ASSERT_TRUE(lock.ok()) << lock.error().message;
  ChildSpec spec = shell("exec sleep 1000");
  spec.kept_fds = lock->fds();
  auto child = ChildProcess::start(spec);
  ASSERT_TRUE(child.ok());
  lock->release();
  EXPECT_FALSE(DeviceLock::acquire(choice, folder).ok());
  child->kill();
  EXPECT_TRUE(DeviceLock::acquire(choice, folder).ok());
  std::filesystem::remove_all(folder);
}

TEST(ChildProcess, AProgramThatCannotBeStartedIsNamed) {
  const auto child = ChildProcess::start({"/nowhere/nightjar", {}, {}, {}, {}, {}});
  ASSERT_FALSE(child.ok());
  EXPECT_EQ(child.error().message,
            "/nowhere/nightjar: cannot be started: No such file or directory");
}

}  // namespace
}  // namespace nightjar::worker
