// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The layers around the executors that do the work, one purpose each.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/clock.h"
#include "engine/device/device.h"
#include "worker/device_choice.h"
#include "worker/runners/executor.h"

namespace nightjar::runners {

/// Hands a job to the executor of its scenario's kind.
class ByKind final : public Executor {
 public:
  using Executors = std::map<scenarios::Kind, std::unique_ptr<Executor>>;
  explicit ByKind(Executors executors) : executors_(std::move(executors)) {}
  Status check_ready(const wire::Lease& lease) override;
  record::JobResult execute(const wire::Lease& lease, const Monitor& monitor) override;

 private:
  Result<Executor*> find(const wire::Lease& lease) const;
  Executors executors_;
};

/// Asks a job to stop when nine tenths of its time limit are over, so that it can still say what
/// took so long. Whoever does not listen is ended from outside.
class Deadline final : public Executor {
 public:
  Deadline(std::unique_ptr<Executor> inner, const Clock& clock)
      : inner_(std::move(inner)), clock_(clock) {}
  Status check_ready(const wire::Lease& lease) override { return inner_->check_ready(lease); }
  record::JobResult execute(const wire::Lease& lease, const Monitor& monitor) override;

 private:
  std::unique_ptr<Executor> inner_;
  const Clock& clock_;
};

/// Refuses to measure on a device that nobody has locked for this worker, or on other cores.
class ExclusiveDevice final : public Executor {
 public:
  /// `owner_pid` is the process that must hold the locks in `lock_folder`.
  ExclusiveDevice(std::unique_ptr<Executor> inner, worker::DeviceChoice choice,
                  std::string lock_folder, int owner_pid)
      : inner_(std::move(inner)),
        choice_(std::move(choice)),
        lock_folder_(std::move(lock_folder)),
        owner_pid_(owner_pid) {}
  Status check_ready(const wire::Lease& lease) override;
  record::JobResult execute(const wire::Lease& lease, const Monitor& monitor) override {
    return inner_->execute(lease, monitor);
  }

 private:
  std::unique_ptr<Executor> inner_;
  worker::DeviceChoice choice_;
  std::string lock_folder_;
  int owner_pid_;
};

/// Adds where and when the result was taken, to failures too, and refuses to begin unready.
class WithEnvironment final : public Executor {
 public:
  WithEnvironment(std::unique_ptr<Executor> inner, const device::Device& device,
                  std::vector<int> cores, const Clock& clock)
      : inner_(std::move(inner)), device_(device), cores_(std::move(cores)), clock_(clock) {}
  Status check_ready(const wire::Lease& lease) override { return inner_->check_ready(lease); }
  record::JobResult execute(const wire::Lease& lease, const Monitor& monitor) override;

 private:
  std::unique_ptr<Executor> inner_;
  const device::Device& device_;
  std::vector<int> cores_;
  const Clock& clock_;
};

}  // namespace nightjar::runners
