// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measuring_process.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "worker/job_frames.h"
#include "worker/probe/environment.h"
#include "worker/runners/build_runner.h"
#include "worker/runners/decorators.h"
#include "worker/runners/inference_runner.h"
#include "worker/runners/kernel_runner.h"
#include "worker/runners/load_runner.h"

namespace nightjar::worker {
namespace {

constexpr int kSendMs = 30'000;
constexpr int64_t kBetweenReportsNs = 1'000'000'000;

/// Folders, guard and device: what the executors of one process stand on.
struct Ground {
  std::string plans, answers, scratch;
  std::unique_ptr<device::Device> device;
  record::Environment environment;
  std::unique_ptr<measure::SampleGuard> guard;
};

Result<std::string> make_folder(const std::string& parent, const char* name) {
  const std::string path = parent + "/" + name;
  std::error_code failure;
  std::filesystem::create_directories(path, failure);
  if (failure) return io_error(fmt::format("cache folder {}: {}", path, failure.message()));
  return path;
}

/// The worker's device with `threads` threads, 0 for all of its cores. They are counted from what
/// the worker owns: OpenMP may have bound this very thread to one of them.
Result<std::unique_ptr<device::Device>> open_device(const DeviceChoice& choice, int threads) {
  const bool is_all = choice.is_cpu() && threads == 0;
  return device::open_device(choice.engine_name,
                             is_all ? static_cast<int>(choice.cores.size()) : threads);
}

Result<Ground> prepare(const MeasuringSetting& setting) {
  Ground ground;
  NIGHTJAR_ASSIGN(ground.plans, make_folder(setting.cache_folder, "plans"));
  NIGHTJAR_ASSIGN(ground.answers, make_folder(setting.cache_folder, "answers"));
  NIGHTJAR_ASSIGN(ground.scratch, make_folder(setting.cache_folder, "scratch"));
  NIGHTJAR_ASSIGN(ground.device, open_device(setting.device, 0));
  ground.environment = probe::probe_environment(ground.device->info(), setting.device.cores);
  if (setting.device.is_cpu()) {
    ground.guard = std::make_unique<measure::PreemptionGuard>();
  } else {
    ground.guard = std::make_unique<measure::TrustingGuard>();
  }
  return ground;
}

runners::Workplace make_workplace(const MeasuringSetting& setting, const Ground& ground,
                                  const Clock& clock) {
  const std::string& program = ground.environment.worker_binary_digest;
  const runners::PlanMaker build = [&clock](const runners::PlanRequest& request,
                                            const runners::Monitor& monitor) {
    return runners::build_with_engine(request, monitor, clock);
  };
  // A scenario that measures building takes no timings from elsewhere.
  const runners::PlanMaker build_for_use = [&clock, timings = setting.cache_folder + "/timings"](
                                               const runners::PlanRequest& request,
                                               const runners::Monitor& monitor) {
    return runners::build_with_engine(request, monitor, clock, timings);
  };
  const auto reference = [](const network::Network& network, const runtime::TensorsByName& inputs) {
    return reference::run(network, inputs);
  };
  const runners::OpenDevice open = [choice = setting.device](int threads) {
    return open_device(choice, threads);
  };
  return {setting.models,
          build,
          runners::PlanFiles(ground.plans, program, build_for_use),
          runners::ReferenceAnswers(ground.answers, program, reference),
          open,
          setting.sides,
          *ground.guard,
          clock,
          setting.device.cores};
}

/// The layers of a job, outermost last.
std::unique_ptr<runners::Executor> stack(const MeasuringSetting& setting, const Ground& ground,
                                         const runners::Workplace& workplace, const Clock& clock) {
  using scenarios::Kind;
  runners::ByKind::Executors by_kind;
  by_kind[Kind::kInference] = std::make_unique<runners::InferenceRunner>(workplace);
  by_kind[Kind::kBuild] = std::make_unique<runners::BuildRunner>(workplace);
  by_kind[Kind::kLoad] = std::make_unique<runners::LoadRunner>(workplace);
  by_kind[Kind::kKernel] = std::make_unique<runners::KernelRunner>(
      setting.kernel_program, ground.scratch, setting.device.cores, clock);
  std::unique_ptr<runners::Executor> executor =
      std::make_unique<runners::ByKind>(std::move(by_kind));
  executor = std::make_unique<runners::Deadline>(std::move(executor), clock);
  executor = std::make_unique<runners::ExclusiveDevice>(std::move(executor), setting.device,
                                                        setting.lock_folder, setting.owner_pid);
  return std::make_unique<runners::WithEnvironment>(std::move(executor), *ground.device,
                                                    setting.device.cores, clock);
}

/// Tells stages to the other process, so seldom that it does not disturb the timing of tactics.
class Reporter {
 public:
  Reporter(FrameLink& link, const Clock& clock) : link_(link), clock_(clock) {}

  void report(const std::string& what, double progress) {
    const std::string kind = what.substr(0, what.find(' '));
    const int64_t now_ns = clock_.steady_ns();
    if (kind == last_kind_ && now_ns - last_ns_ < kBetweenReportsNs) return;
    last_kind_ = kind;
    last_ns_ = now_ns;
    // When the other end is gone, so is soon this process.
    (void)link_.send(FrameKind::kStage, encode_stage({what, progress}), kSendMs);
  }

 private:
  FrameLink& link_;
  const Clock& clock_;
  std::string last_kind_;
  int64_t last_ns_ = 0;
};

Status send_result(FrameLink& link, FrameKind kind, const record::JobResult& result) {
  auto bytes = wire::encode_result(result);
  if (!bytes.ok()) {
    record::JobResult failure = runners::failed_result(bytes.error().in("the job's result"));
    failure.environment = result.environment;
    bytes = wire::encode_result(failure);
  }
  if (!bytes.ok()) return bytes.error();
  return link.send(kind, *bytes, kSendMs);
}

Result<wire::Lease> receive_job(FrameLink& link) {
  // No deadline: this process does nothing else, and dies with the other one.
  NIGHTJAR_ASSIGN(const auto frame, link.receive(-1));
  if (!frame || frame->kind != FrameKind::kJob) return invalid_input("the frame holds no job");
  return wire::decode_lease(frame->payload);
}

}  // namespace

Status measure_one_job(FrameLink& link, const MeasuringSetting& setting, const Clock& clock) {
  auto ground = prepare(setting);
  if (!ground.ok()) {
    return send_result(link, FrameKind::kResult, runners::failed_result(ground.error()));
  }
  record::JobResult hello;
  hello.environment = ground->environment;
  NIGHTJAR_TRY(send_result(link, FrameKind::kHello, hello));
  NIGHTJAR_ASSIGN(const wire::Lease lease, receive_job(link));
  const runners::Workplace workplace = make_workplace(setting, *ground, clock);
  Reporter reporter(link, clock);
  runners::Monitor monitor;
  monitor.report = [&reporter](const std::string& what, double progress) {
    reporter.report(what, progress);
  };
  const auto executor = stack(setting, *ground, workplace, clock);
  return send_result(link, FrameKind::kResult, executor->execute(lease, monitor));
}

}  // namespace nightjar::worker
