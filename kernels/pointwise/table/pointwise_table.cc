// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// pointwise.table.v1: an expression of one byte that gives a byte is looked up: the plain kernel
// answers for all 256 of them once, at load.
#include "kernels/common/clones.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/pointwise/table/byte_table.h"
#include "kernels/pointwise/tactics.h"

namespace nightjar::kernels {
namespace {

using pointwise::ByteTable;

#if defined(__x86_64__) && defined(__GNUC__)
#define NIGHTJAR_TABLE_CLONES __attribute__((target("avx512f,avx512bw,avx512vbmi")))
using Bytes = uint8_t __attribute__((vector_size(64), aligned(1)));

/// Two permutations of 128 bytes each, and the top bit chooses between them.
NIGHTJAR_TABLE_CLONES void look_up_wide(const ByteTable& table, const uint8_t* from, int64_t count,
                                        uint8_t* to) {
  Bytes quarter[4];
  for (size_t i = 0; i < 4; ++i) {
    quarter[i] = *reinterpret_cast<const Bytes*>(table.data() + 64 * i);
  }
  int64_t i = 0;
  for (; i + 64 <= count; i += 64) {
    const Bytes index = *reinterpret_cast<const Bytes*>(from + i);
    const Bytes low = __builtin_shuffle(quarter[0], quarter[1], index);
    const Bytes high = __builtin_shuffle(quarter[2], quarter[3], index);
    *reinterpret_cast<Bytes*>(to + i) = index < 128 ? low : high;
  }
  for (; i < count; ++i) to[i] = table[from[i]];
}

bool has_wide() { return __builtin_cpu_supports("avx512vbmi"); }
#else
void look_up_wide(const ByteTable& table, const uint8_t* from, int64_t count, uint8_t* to) {
  for (int64_t i = 0; i < count; ++i) to[i] = table[from[i]];
}

bool has_wide() { return false; }
#endif

void look_up(const ByteTable& table, const uint8_t* from, int64_t count, uint8_t* to) {
  for (int64_t i = 0; i < count; ++i) to[i] = table[from[i]];
}

class PointwiseTableTactic final : public Tactic {
 public:
  std::string_view name() const override { return "pointwise.table.v1"; }
  std::string_view family() const override { return "pointwise"; }
  TacticSource source() const override { return TacticSource::kOwn; }

  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    const auto parsed = pointwise::PointwiseProblem::from_problem(problem);
    return parsed.ok() && pointwise::is_one_byte_each(*parsed);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ByteTable table, pointwise::make_byte_table(problem));
    const int64_t count = tensor::element_count(dims_of(problem.outputs[0]));
    const int threads = threads_for(count / 16, device.info().cores);
    const auto run = has_wide() ? look_up_wide : look_up;
    return make_launchable([table, count, threads, run](const LaunchArguments& arguments) {
      const auto* from = static_cast<const uint8_t*>(arguments.inputs[0]);
      auto* to = static_cast<uint8_t*>(arguments.outputs[0]);
      for_each_share(count, threads, [&](int, int64_t begin, int64_t end) {
        run(table, from + begin, end - begin, to + begin);
      });
      return Status();
    });
  }
};

}  // namespace

const Tactic* pointwise_table_tactic() {
  static const PointwiseTableTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
