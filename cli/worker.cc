// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/worker.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "cli/command.h"
#include "scenarios/dataset.h"
#include "scenarios/zoo/zoo.h"
#include "wire/channel.h"
#include "worker/child_measurer.h"
#include "worker/device_lock.h"
#include "worker/measuring_process.h"
#include "worker/probe/build_info.h"
#include "worker/proof/proving_measurer.h"
#include "worker/talk.h"
#include "worker/talk_cores.h"

namespace nightjar::cli {
namespace {

struct WorkerArguments {
  std::string endpoint, device = "cpu", cores, id;
  std::string cache_folder = default_cache_folder();
  std::string lock_folder = worker::default_lock_folder();
  std::string sides_folder;
  int64_t sides_mib = kUsualSidesMib;
  int owner_pid = 0;
  std::string home;
};

runners::SideFiles sides_of(const WorkerArguments& arguments) {
  return side_files(arguments.sides_folder, arguments.sides_mib);
}

void add_shared_options(Command& command, WorkerArguments& arguments) {
  command.option("--device", arguments.device,
                 "cpu (all cores), cpu:K (one), cpu:K/N (the K-th of N equal parts), cuda:N, or "
                 "cuda:GPU-… and cuda:MIG-… by the driver's identifier");
  command.option("--cores", arguments.cores, "Which cores a cpu device is, such as 0-3,6");
  command.option("--cache", arguments.cache_folder,
                 "Folder in which plans and reference answers are kept between jobs");
  command.option("--lock-folder", arguments.lock_folder,
                 "Folder of the device locks; the same for all workers of a machine");
  command.option("--sides", arguments.sides_folder,
                 "Folder in which plans and programs are kept, to be run again on suspicion");
  add_sides_limit(command, arguments.sides_mib);
}

Result<worker::DeviceChoice> device_of(const WorkerArguments& arguments) {
  return worker::choose_device(arguments.device, arguments.cores, worker::allowed_cores());
}

/// The same in the measuring process, which was pinned to its cores before it began: OpenMP may
/// have bound its first thread to one of them since.
Result<worker::DeviceChoice> pinned_device_of(const WorkerArguments& arguments) {
  if (arguments.cores.empty()) return device_of(arguments);
  NIGHTJAR_ASSIGN(const auto cores, worker::parse_cores(arguments.cores));
  return worker::choose_device(arguments.device, arguments.cores, cores);
}

/// The measuring process is this program again, by a subcommand that is not listed; or, to repeat
/// an old side, an earlier one.
worker::ChildSpec child_spec(const std::string& program, const WorkerArguments& arguments,
                             const worker::DeviceChoice& device, const worker::DeviceLock& lock) {
  worker::ChildSpec spec;
  spec.program = program;
  spec.arguments = {"measure-child",         "--device",      arguments.device,      "--cache",
                    arguments.cache_folder,  "--lock-folder", arguments.lock_folder, "--owner",
                    std::to_string(getpid())};
  // An earlier program was moved away from its models.
  spec.arguments.insert(spec.arguments.end(), {"--home", own_program()});
  if (!arguments.sides_folder.empty()) {
    spec.arguments.insert(spec.arguments.end(), {"--sides", arguments.sides_folder, "--sides-limit",
                                                 std::to_string(arguments.sides_mib)});
  }
  if (!device.cores.empty()) {
    spec.arguments.insert(spec.arguments.end(), {"--cores", worker::cores_text(device.cores)});
  }
  spec.cores = device.cores;
  spec.extra_environment = device.environment;
  spec.kept_fds = lock.fds();
  return spec;
}

/// Becomes readable at SIGTERM and SIGINT, which do nothing else from here on.
Result<int> stop_signals() {
  sigset_t stops;
  sigemptyset(&stops);
  sigaddset(&stops, SIGTERM);
  sigaddset(&stops, SIGINT);
  if (pthread_sigmask(SIG_BLOCK, &stops, nullptr) != 0) return internal_error("no signal mask");
  const int fd = signalfd(-1, &stops, SFD_CLOEXEC | SFD_NONBLOCK);
  if (fd < 0) return io_error("signals cannot be waited for");
  return fd;
}

worker::SessionState first_state(const WorkerArguments& arguments,
                                 const record::Environment& environment, const Clock& clock) {
  worker::SessionState state;
  state.environment = environment;
  state.self.worker_id = arguments.id;
  if (arguments.id.empty()) {
    state.self.worker_id = fmt::format("{}-{}-{}-{:x}", environment.host, arguments.device,
                                       getpid(), clock.unix_ns() & 0xffffff);
  }
  state.self.device = arguments.device;
  state.self.device_class = environment.device_class;
  state.self.precisions = {scenarios::Precision::kFp32, scenarios::Precision::kBf16,
                           scenarios::Precision::kInt8};
  if (arguments.device.starts_with("cuda:")) {
    state.self.precisions.push_back(scenarios::Precision::kFp16);
    state.self.precisions.push_back(scenarios::Precision::kTf32);
  }
  for (const auto kind : {scenarios::Kind::kInference, scenarios::Kind::kBuild,
                          scenarios::Kind::kLoad, scenarios::Kind::kKernel}) {
    state.self.scenario_kinds.emplace_back(scenarios::to_string(kind));
  }
  if (!arguments.sides_folder.empty()) state.self.scenario_kinds.emplace_back(wire::kProofKind);
  state.self.host = environment.host;
  state.self.pid = getpid();
  return state;
}

Status work(const WorkerArguments& arguments) {
  const SystemClock clock;
  NIGHTJAR_ASSIGN(const auto device, device_of(arguments));
  NIGHTJAR_ASSIGN(const auto lock, worker::DeviceLock::acquire(device, arguments.lock_folder));
  NIGHTJAR_ASSIGN(const int stop_fd, stop_signals());
  const std::string program = own_program();
  worker::talk_beside(device.cores);
  worker::ChildMeasurer first(child_spec(program, arguments, device, lock));
  NIGHTJAR_ASSIGN(const auto environment, first.ask_environment());
  const runners::SideFiles sides = sides_of(arguments);
  NIGHTJAR_TRY(sides.keep_program(program, environment.worker_binary_digest));
  const std::string known = probe::known_program(program, environment.worker_binary_digest);
  const auto make = [&](const std::string& path) -> std::unique_ptr<worker::Measurer> {
    worker::ChildSpec spec = child_spec(path, arguments, device, lock);
    if (!known.empty()) spec.extra_environment.push_back(known);
    return std::make_unique<worker::ChildMeasurer>(std::move(spec));
  };
  worker::proof::ProvingMeasurer measurer({make, program, environment, sides}, clock);
  NIGHTJAR_ASSIGN(const auto channel, wire::connect(arguments.endpoint));
  worker::SessionState state = first_state(arguments, environment, clock);
  const std::string name = state.self.worker_id;
  const auto say = [&name](const std::string& sentence) {
    fmt::print(stderr, "worker {}: {}\n", name, sentence);
  };
  say("measures on " + environment.device_class);
  worker::talk(std::move(state), {*channel, measurer, clock, stop_fd, say});
  close(stop_fd);
  return {};
}

/// Below the working directory or, for a program run from elsewhere, below one of its own parents.
std::string find_trained_model(const std::string& name, const std::filesystem::path& program) {
  if (const auto found = scenarios::find_trained(name)) return *found;
  if (std::filesystem::path(name).filename() != name) return "";
  for (auto folder = program.parent_path(); folder.has_relative_path();
       folder = folder.parent_path()) {
    const auto trained = folder / "scenarios" / "trained" / name;
    std::error_code failure;
    if (std::filesystem::exists(trained / "model.onnx", failure)) return trained.string();
  }
  return "";
}

Status measure(const WorkerArguments& arguments) {
  const SystemClock clock;
  worker::FrameLink link(worker::ChildProcess::kLinkFd);
  NIGHTJAR_ASSIGN(auto device, pinned_device_of(arguments));
  const auto zoo = [](const std::string& name) -> Result<std::vector<std::byte>> {
    return zoo::make_model(name);
  };
  const std::filesystem::path program(arguments.home.empty() ? own_program() : arguments.home);
  const auto find_trained = [program](const std::string& name) {
    return find_trained_model(name, program);
  };
  const worker::MeasuringSetting setting{std::move(device),
                                         arguments.cache_folder,
                                         arguments.lock_folder,
                                         arguments.owner_pid,
                                         (program.parent_path() / "nightjar_kernel_bench").string(),
                                         runners::ModelSource(find_trained, zoo),
                                         sides_of(arguments)};
  return worker::measure_one_job(link, setting, clock);
}

}  // namespace

std::string default_cache_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0') {
    return std::string(cache) + "/nightjar";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    return std::string(home) + "/.cache/nightjar";
  }
  return fmt::format("/tmp/nightjar-cache-{}", getuid());
}

std::string own_program() {
  std::error_code failure;
  return std::filesystem::read_symlink("/proc/self/exe", failure).string();
}

runners::SideFiles side_files(const std::string& folder, int64_t mib) {
  return {folder, static_cast<uint64_t>(mib) << 20};
}

void add_sides_limit(Command& command, int64_t& mib) {
  command
      .option("--sides-limit", mib,
              "MiB of plans and programs to keep; those not used for longest go first")
      .between(1, int64_t{1} << 30)
      .show_default();
}

void add_worker_command(Command& program) {
  Command command = program.subcommand("worker", "Measure jobs of a coordinator on one device");
  auto arguments = std::make_shared<WorkerArguments>();
  command.option("--connect", arguments->endpoint, "The coordinator, as tcp://HOST:PORT")
      .required();
  command.option("--id", arguments->id, "Name of this worker; made up when left out");
  add_shared_options(command, *arguments);
  command.does([arguments] { return work(*arguments); });

  Command child = program.subcommand("measure-child", "");
  child.hide();
  auto child_arguments = std::make_shared<WorkerArguments>();
  child.option("--owner", child_arguments->owner_pid, "").required();
  child.option("--home", child_arguments->home, "");
  add_shared_options(child, *child_arguments);
  child.does([child_arguments] { return measure(*child_arguments); });
}

}  // namespace nightjar::cli
