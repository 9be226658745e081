// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What this machine's CPU is and may do for this process.
#pragma once

#include <cstdint>
#include <string>

namespace nightjar::device {

struct CpuFacts {
  std::string name;  ///< "AMD EPYC 9654"; "unknown CPU" when the system does not say.
  std::string isa;   ///< "avx512_core_bf16", "avx512_core_vnni", "avx2", "sse41", …
  int allowed_cores = 1;
  uint64_t memory_bytes = 0;
};

/// Asks the processor and the operating system. The affinity is the calling thread's.
CpuFacts read_cpu_facts();

/// The value of the first "model name" line of /proc/cpuinfo's text; empty when there is none.
std::string cpu_name_from(const std::string& cpuinfo);

}  // namespace nightjar::device
