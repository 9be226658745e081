// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/builder.h"

#include "engine/build/build_script.h"
#include "engine/build/compile.h"
#include "engine/build/partition.h"
#include "engine/network/shape_rule.h"
#include "engine/optimize/pass.h"

namespace nightjar::build {

const char* to_string(Precision precision) {
  switch (precision) {
    case Precision::kFp32:
      return "fp32";
    case Precision::kBf16:
      return "bf16";
    case Precision::kFp16:
      return "fp16";
  }
  return "unknown";
}

Result<BuildOutcome> build_plan(const network::Network& given, device::Device& device,
                                const BuildOptions& options, const Clock& clock) {
  if (options.precision == Precision::kFp16 && device.info().kind == device::DeviceKind::kCpu) {
    return unsupported("fp16 is for GPUs: build with bf16 or fp32 for a CPU");
  }
  if (!needs_script(given)) return compile(given, device, options, clock);
  // What was late for lack of a constant may not be so after folding.
  network::Network network = given;
  NIGHTJAR_TRY(optimize::fold_constants(network));
  NIGHTJAR_TRY(network::infer_again(network));
  if (!needs_script(network)) return compile(network, device, options, clock);
  return build_script(network, device, options, clock);
}

}  // namespace nightjar::build
