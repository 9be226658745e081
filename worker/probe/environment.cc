// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/probe/environment.h"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <fstream>

#include "engine/engine.h"
#include "worker/probe/build_info.h"
#include "worker/probe/system_files.h"

namespace nightjar::probe {
namespace {

std::string text_or_empty(const std::string& path) {
  auto text = read_file(path);
  return text.ok() ? std::move(*text) : std::string();
}

void add_device(const device::DeviceInfo& device, record::Environment& environment) {
  environment.device_name = device.name;
  environment.device_class = device.class_name();
  environment.isa = device.isa;
  environment.cores = device.cores;
  environment.memory_bytes = static_cast<int64_t>(device.memory_bytes);
  if (device.kind == device::DeviceKind::kCpu) environment.driver = "none";
}

void add_system(record::Environment& environment) {
  utsname names{};
  if (uname(&names) == 0) {
    environment.host = names.nodename;
    environment.os_kernel = fmt::format("{} {}", names.sysname, names.release);
  }
  environment.load_average = load_average_from(text_or_empty("/proc/loadavg"));
}

void add_program(record::Environment& environment) {
  const BuildInfo build = build_info();
  environment.git_revision = build.git_revision;
  environment.git_dirty = build.git_dirty;
  environment.build_type = build.build_type;
  environment.compiler = build.compiler;
  environment.libraries = engine::library_versions();
  // One digest a process: the file behind it does not change.
  static const auto kDigest = own_digest();
  if (kDigest.ok()) environment.worker_binary_digest = *kDigest;
}

}  // namespace

record::Environment probe_environment(const device::DeviceInfo& device,
                                      const std::vector<int>& cores) {
  record::Environment environment;
  add_device(device, environment);
  add_system(environment);
  add_program(environment);
  environment.clock_mhz = current_clock_mhz(cores);
  return environment;
}

double current_clock_mhz(const std::vector<int>& cores) {
  return clock_mhz_from(text_or_empty("/proc/cpuinfo"), cores);
}

void reset_peak_memory() {
  std::ofstream file("/proc/self/clear_refs");
  file << "5";
}

int64_t peak_memory_bytes() {
  return status_bytes_from(text_or_empty("/proc/self/status"), "VmHWM");
}

}  // namespace nightjar::probe
