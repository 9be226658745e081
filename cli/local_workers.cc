// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/local_workers.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace nightjar::cli {
namespace {

constexpr int64_t kSecondNs = 1'000'000'000;
constexpr int64_t kEarlyNs = 10 * kSecondNs;
constexpr int64_t kPauseNs = kSecondNs / 2;
constexpr int kMostEarlyDeaths = 5;
constexpr int kStopSeconds = 8;
constexpr off_t kLastWordsBytes = 4096;

/// The last line that a worker wrote.
std::string last_words(int fd) {
  char text[kLastWordsBytes];
  const off_t end = lseek(fd, 0, SEEK_END);
  const off_t start = std::max<off_t>(0, end - kLastWordsBytes);
  const ssize_t length = pread(fd, text, static_cast<size_t>(end - start), start);
  if (length <= 0) return "";
  std::string words(text, static_cast<size_t>(length));
  while (!words.empty() && words.back() == '\n') words.pop_back();
  words.erase(0, words.find_last_of('\n') + 1);
  constexpr std::string_view kOwnName = "nightjar: ";
  return words.starts_with(kOwnName) ? words.substr(kOwnName.size()) : words;
}

std::string describe_end(int wait_status, int words_fd) {
  std::string how;
  if (WIFSIGNALED(wait_status)) {
    how = fmt::format("was killed by signal {}", WTERMSIG(wait_status));
  } else {
    how = fmt::format("ended with code {}", WEXITSTATUS(wait_status));
  }
  const std::string words = last_words(words_fd);
  return words.empty() ? how : how + ": " + words;
}

/// In the child, between fork and exec: only what is allowed there.
[[noreturn]] void become_worker(char* const* arguments, int words_fd, pid_t parent) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  // Ctrl-C is for us, who end the run in order; and nobody outlives us.
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(1);
  dup2(words_fd, STDOUT_FILENO);
  dup2(words_fd, STDERR_FILENO);
  execv(arguments[0], arguments);
  _exit(127);
}

}  // namespace

LocalWorkers::LocalWorkers(WorkerOrder order, const Clock& clock)
    : order_(std::move(order)), clock_(clock) {
  for (const std::string& device : order_.devices) {
    Worker worker;
    worker.device = device;
    workers_.push_back(std::move(worker));
  }
}

Status LocalWorkers::start(Worker& worker) {
  if (worker.words_fd >= 0) close(worker.words_fd);
  worker.words_fd = memfd_create("worker", MFD_CLOEXEC);
  if (worker.words_fd < 0) return io_error("no memory for a worker's messages");
  std::vector<std::string> words = {order_.program,  "worker",   "--connect",
                                    order_.endpoint, "--device", worker.device};
  words.insert(words.end(), order_.more_options.begin(), order_.more_options.end());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) return io_error(fmt::format("no worker can be started: {}", std::strerror(errno)));
  if (pid == 0) become_worker(arguments.data(), worker.words_fd, parent);
  worker.pid = pid;
  worker.started_ns = clock_.steady_ns();
  return {};
}

Status LocalWorkers::start_due() {
  for (Worker& worker : workers_) {
    if (is_stopping_ || worker.pid != 0 || clock_.steady_ns() < worker.start_ns) continue;
    if (worker.early_deaths >= kMostEarlyDeaths) {
      return internal_error(fmt::format("the worker for {} does not stay alive: it {}",
                                        worker.device, worker.last_how));
    }
    NIGHTJAR_TRY(start(worker));
  }
  return {};
}

void LocalWorkers::note_death(Worker& worker, int wait_status) {
  const int64_t now_ns = clock_.steady_ns();
  worker.last_how = describe_end(wait_status, worker.words_fd);
  worker.early_deaths = now_ns - worker.started_ns < kEarlyNs ? worker.early_deaths + 1 : 0;
  worker.start_ns = now_ns + kPauseNs * worker.early_deaths;
  worker.pid = 0;
}

std::vector<WorkerDeath> LocalWorkers::reap() {
  std::vector<WorkerDeath> deaths;
  for (Worker& worker : workers_) {
    int wait_status = 0;
    if (worker.pid == 0 || waitpid(worker.pid, &wait_status, WNOHANG) != worker.pid) continue;
    const pid_t pid = worker.pid;
    note_death(worker, wait_status);
    deaths.push_back({pid, worker.device, worker.last_how});
  }
  return deaths;
}

void LocalWorkers::ask_to_stop() {
  is_stopping_ = true;
  for (const Worker& worker : workers_) {
    if (worker.pid != 0) kill(worker.pid, SIGTERM);
  }
}

bool LocalWorkers::any_running() const {
  return std::any_of(workers_.begin(), workers_.end(),
                     [](const Worker& worker) { return worker.pid != 0; });
}

LocalWorkers::~LocalWorkers() {
  ask_to_stop();
  const int64_t give_up_ns = clock_.steady_ns() + kStopSeconds * kSecondNs;
  for (Worker& worker : workers_) {
    while (worker.pid != 0 && waitpid(worker.pid, nullptr, WNOHANG) == 0) {
      if (clock_.steady_ns() > give_up_ns) kill(worker.pid, SIGKILL);
      usleep(5'000);
    }
    worker.pid = 0;
    if (worker.words_fd >= 0) close(worker.words_fd);
  }
}

}  // namespace nightjar::cli
