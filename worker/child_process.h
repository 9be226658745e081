// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One child process with a link to it: started, watched, killed, and its death put into words.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "worker/frame_link.h"

namespace nightjar::worker {

/// What to start. The child gets its end of the link as file descriptor kLinkFd.
struct ChildSpec {
  std::string program;                         ///< Path; also argv[0].
  std::vector<std::string> arguments;          ///< Behind argv[0].
  std::vector<std::string> extra_environment;  ///< "NAME=value", on top of this process's own.
  std::vector<int> cores;                      ///< To pin the child to; empty: as this process.
  std::vector<int> kept_fds;                   ///< Stay open in the child: the device's locks.
  std::string output_path;  ///< Where its standard output goes; empty: where ours goes.
};

/// Owns a running child, which is killed with its owner. Move-only; not thread-safe.
class ChildProcess {
 public:
  static constexpr int kLinkFd = 3;

  static Result<ChildProcess> start(const ChildSpec& spec);
  ~ChildProcess();
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;

  pid_t pid() const { return pid_; }
  FrameLink& link() { return link_; }
  const FrameLink& link() const { return link_; }
  /// Kills the child and waits for its end.
  void kill();
  /// For a child whose link is closed: how it ended ("was killed by signal 11 (Segmentation
  /// fault)"), after waiting up to `timeout_ms` and killing it then.
  std::string end(int timeout_ms);

 private:
  ChildProcess(pid_t pid, FrameLink link) : pid_(pid), link_(std::move(link)) {}

  pid_t pid_ = -1;
  FrameLink link_;
};

/// "exited with code 1", "was killed by signal 9 (Killed), as the kernel does when memory runs
/// out".
std::string describe_wait_status(int status);

}  // namespace nightjar::worker
