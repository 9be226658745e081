// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace nightjar::worker {
namespace {

constexpr int kCannotStart = 127;
constexpr int kCannotPin = 126;

/// Everything the child needs, made before the fork: behind it nothing may be allocated.
struct Preparation {
  std::vector<char*> arguments, environment;
  cpu_set_t cores;
};

Preparation prepare(ChildSpec& spec) {
  Preparation ready;
  ready.arguments.push_back(spec.program.data());
  for (std::string& argument : spec.arguments) ready.arguments.push_back(argument.data());
  ready.arguments.push_back(nullptr);
  for (std::string& entry : spec.extra_environment) ready.environment.push_back(entry.data());
  for (char** entry = environ; *entry != nullptr; ++entry) ready.environment.push_back(*entry);
  ready.environment.push_back(nullptr);
  CPU_ZERO(&ready.cores);
  for (const int core : spec.cores) CPU_SET(core, &ready.cores);
  return ready;
}

/// Runs in the child, between fork and exec, as the next one does.
bool is_pinned_to(const cpu_set_t& cores) {
  cpu_set_t allowed;
  return sched_setaffinity(0, sizeof cores, &cores) == 0 &&
         sched_getaffinity(0, sizeof allowed, &allowed) == 0 && CPU_EQUAL(&cores, &allowed);
}

[[noreturn]] void become(const ChildSpec& spec, const Preparation& ready, int link_fd,
                         pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(kCannotStart);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (!spec.cores.empty() && !is_pinned_to(ready.cores)) _exit(kCannotPin);
  for (const int fd : spec.kept_fds) fcntl(fd, F_SETFD, 0);
  if (!spec.output_path.empty()) {
    const int output = open(spec.output_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (output < 0 || dup2(output, STDOUT_FILENO) < 0) _exit(kCannotStart);
    if (output != STDOUT_FILENO) close(output);
  }
  if (link_fd == ChildProcess::kLinkFd) {
    fcntl(link_fd, F_SETFD, 0);
  } else if (dup2(link_fd, ChildProcess::kLinkFd) < 0) {
    _exit(kCannotStart);
  }
  execve(spec.program.c_str(), ready.arguments.data(), ready.environment.data());
  _exit(kCannotStart);
}

/// Moves an open file away from the number that the link will get in the child.
int away_from_link_fd(int fd) {
  return fd == ChildProcess::kLinkFd ? fcntl(fd, F_DUPFD, ChildProcess::kLinkFd + 1) : fd;
}

bool has_ended_within(pid_t pid, int timeout_ms) {
  const int fd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (fd < 0) return false;
  pollfd entry{fd, POLLIN, 0};
  const int ready = poll(&entry, 1, timeout_ms);
  close(fd);
  return ready > 0;
}

}  // namespace

Result<ChildProcess> ChildProcess::start(const ChildSpec& wanted) {
  ChildSpec spec = wanted;
  if (access(spec.program.c_str(), X_OK) != 0) {
    return io_error(fmt::format("{}: cannot be started: {}", spec.program, std::strerror(errno)));
  }
  NIGHTJAR_ASSIGN(auto ends, make_link());
  const Preparation ready = prepare(spec);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) {
    return io_error(fmt::format("{}: cannot be started: {}", spec.program, std::strerror(errno)));
  }
  if (pid == 0) {
    for (int& fd : spec.kept_fds) fd = away_from_link_fd(fd);
    become(spec, ready, ends.second.fd(), parent);
  }
  return ChildProcess(pid, std::move(ends.first));
}

ChildProcess::~ChildProcess() { kill(); }

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), link_(std::move(other.link_)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
  if (this != &other) {
    kill();
    pid_ = std::exchange(other.pid_, -1);
    link_ = std::move(other.link_);
  }
  return *this;
}

void ChildProcess::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

std::string ChildProcess::end(int timeout_ms) {
  if (pid_ <= 0) return "had ended already";
  if (!has_ended_within(pid_, timeout_ms)) {
    kill();
    return "closed its link and did not end by itself";
  }
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return describe_wait_status(status);
}

std::string describe_wait_status(int status) {
  if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    const char* hint = number == SIGKILL ? ", as the kernel does when memory runs out" : "";
    return fmt::format("was killed by signal {} ({}){}", number, strsignal(number), hint);
  }
  const int code = WEXITSTATUS(status);
  const char* hint = code == kCannotPin ? ", as it does where its cores cannot be had" : "";
  return fmt::format("exited with code {}{}", code, hint);
}

}  // namespace nightjar::worker
