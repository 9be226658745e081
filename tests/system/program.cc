// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/system/program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <utility>

namespace nightjar::system_test {

void pause_ms(int duration_ms) { poll(nullptr, 0, duration_ms); }

Program::Program(const std::vector<std::string>& arguments, const std::string& log) : log_(log) {
  std::vector<std::string> words = {NIGHTJAR_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_ = fork();
  if (pid_ != 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int fd = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  dup2(fd, STDOUT_FILENO);
  dup2(fd, STDERR_FILENO);
  execv(pointers[0], pointers.data());
  _exit(127);
}

Program::~Program() {
  if (pid_ <= 0 || exit_code_ >= 0) return;
  kill(SIGKILL);
  wait(10);
}

Program::Program(Program&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      exit_code_(other.exit_code_),
      log_(std::move(other.log_)) {}

Program& Program::operator=(Program&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(exit_code_, other.exit_code_);
  std::swap(log_, other.log_);
  return *this;
}

void Program::kill(int signal) {
  if (exit_code_ < 0) ::kill(pid_, signal);
}

int Program::wait(double limit_s) {
  int status = 0;
  const bool has_ended = exit_code_ >= 0 || eventually(limit_s, [&] {
                           return waitpid(pid_, &status, WNOHANG) == pid_;
                         });
  if (exit_code_ < 0 && has_ended) {
    exit_code_ = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  }
  return exit_code_;
}

std::string Program::output() const {
  std::ostringstream text;
  text << std::ifstream(log_).rdbuf();
  return text.str();
}

std::vector<pid_t> Program::children() const {
  const std::string pid = std::to_string(pid_);
  std::ifstream list("/proc/" + pid + "/task/" + pid + "/children");
  std::vector<pid_t> children;
  for (pid_t child = 0; list >> child;) children.push_back(child);
  return children;
}

std::string run_program(const std::vector<std::string>& arguments, const std::string& log,
                        int* exit_code) {
  Program program(arguments, log);
  const int code = program.wait(240);
  if (exit_code != nullptr) *exit_code = code;
  return program.output();
}

}  // namespace nightjar::system_test
