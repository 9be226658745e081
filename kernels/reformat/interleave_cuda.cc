// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// reformat.own.interleave.v1: an image of few planes becomes channels last, in long runs on both
// sides.
#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/contraction_launch.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/reformat/interleave_cuda_kernels.h"
#include "kernels/reformat/reformat.h"
#include "kernels/reformat/reformat_cuda.h"

namespace nightjar::kernels {
namespace {

constexpr const char* kName = "reformat.own.interleave.v1";

/// Of a plane; 0 where it is not known.
int64_t positions_of(const tensor::Shape& shape) {
  int64_t positions = 1;
  for (size_t axis = 2; axis < shape.size(); ++axis) {
    positions *= shape[axis].constant().value_or(0);
  }
  return positions;
}

bool solves(const Problem& problem) {
  const auto reformat = ReformatProblem::from_problem(problem);
  if (!reformat.ok() || reformat->x.shape.size() < 3) return false;
  const auto from = cuda::element_of(reformat->x.type), to = cuda::element_of(reformat->y.type);
  const int64_t channels = reformat->x.shape[1].constant().value_or(0);
  const int64_t positions = positions_of(reformat->x.shape);
  return from && to && cuda::can_interleave(*from, *to) && channels >= 2 &&
         channels <= cuda::Interleave::kMostChannels && positions > 0 &&
         positions % cuda::Interleave::kRun == 0 &&
         reformat->x.layout == tensor::Layout::kRowMajor &&
         reformat->y.layout == tensor::Layout::kChannelsLast;
}

Result<std::unique_ptr<Launchable>> open(const Problem& problem) {
  NIGHTJAR_ASSIGN(const ReformatProblem reformat, ReformatProblem::from_problem(problem));
  cuda::Interleave interleave;
  interleave.from = *cuda::element_of(reformat.x.type);
  interleave.to = *cuda::element_of(reformat.y.type);
  interleave.batch = dims_of(reformat.x)[0];
  interleave.channels = static_cast<int32_t>(dims_of(reformat.x)[1]);
  interleave.positions = positions_of(reformat.x.shape);
  return make_launchable([interleave](const LaunchArguments& arguments) mutable -> Status {
    if (interleave.batch == 0) return {};
    interleave.x = arguments.inputs[0];
    interleave.y = arguments.outputs[0];
    return cuda::launched(cuda::launch_interleave(interleave, arguments.stream->native()), kName);
  });
}

}  // namespace

const Tactic* reformat_interleave_tactic() {
  static const cuda::CudaFunctionTactic kTactic("reformat", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
