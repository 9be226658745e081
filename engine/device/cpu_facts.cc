// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/device/cpu_facts.h"

#include <sched.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include <fstream>
#include <iterator>

namespace nightjar::device {
namespace {

#if defined(__x86_64__)
bool has_amx_bf16() {
  unsigned eax = 0, ebx = 0, ecx = 0, edx = 0;
  if (!__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) return false;
  constexpr unsigned kAmxBf16 = 1u << 22, kAmxTile = 1u << 24, kAmxInt8 = 1u << 25;
  return (edx & kAmxBf16) && (edx & kAmxTile) && (edx & kAmxInt8);
}

std::string isa_name() {
  __builtin_cpu_init();
  const bool avx512_core = __builtin_cpu_supports("avx512f") &&
                           __builtin_cpu_supports("avx512bw") &&
                           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  if (avx512_core) {
    if (!__builtin_cpu_supports("avx512vnni")) return "avx512_core";
    if (!__builtin_cpu_supports("avx512bf16")) return "avx512_core_vnni";
    return has_amx_bf16() ? "avx512_core_amx" : "avx512_core_bf16";
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "avx2";
  if (__builtin_cpu_supports("avx")) return "avx";
  if (__builtin_cpu_supports("sse4.1")) return "sse41";
  return "x86_64";
}
#else
std::string isa_name() { return "generic"; }
#endif

std::string read_text(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

int count_allowed_cores() {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return CPU_COUNT(&allowed);
  const long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? static_cast<int>(online) : 1;
}

}  // namespace

std::string cpu_name_from(const std::string& cpuinfo) {
  const std::string key = "model name";
  const size_t line = cpuinfo.find(key);
  if (line == std::string::npos) return "";
  const size_t end = cpuinfo.find('\n', line);
  const size_t colon = cpuinfo.find(':', line);
  if (colon == std::string::npos || colon > end) return "";
  const size_t first = cpuinfo.find_first_not_of(" \t", colon + 1);
  if (first == std::string::npos || first >= end) return "";
  const size_t stop = end == std::string::npos ? cpuinfo.size() : end;
  const size_t last = cpuinfo.find_last_not_of(" \t", stop - 1);
  return cpuinfo.substr(first, last + 1 - first);
}

CpuFacts read_cpu_facts() {
  CpuFacts facts;
  facts.name = cpu_name_from(read_text("/proc/cpuinfo"));
  if (facts.name.empty()) facts.name = "unknown CPU";
  facts.isa = isa_name();
  facts.allowed_cores = count_allowed_cores();
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page_bytes = sysconf(_SC_PAGESIZE);
  if (pages > 0 && page_bytes > 0) {
    facts.memory_bytes = static_cast<uint64_t>(pages) * static_cast<uint64_t>(page_bytes);
  }
  return facts;
}

}  // namespace nightjar::device
