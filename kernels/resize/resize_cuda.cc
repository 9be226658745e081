// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// resize.own.taps.v1: an element is a weighted sum of its neighbours, or the nearest of them.
#include "kernels/resize/resize_cuda.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/contraction_launch.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/resize/resize_cuda_kernels.h"
#include "kernels/resize/taps.h"

namespace nightjar::kernels {
namespace {

using tensor::Dims;

constexpr const char* kName = "resize.own.taps.v1";

bool solves(const Problem& problem) {
  const auto resize = ResizeProblem::from_problem(problem);
  if (!resize.ok() || resize->x.type != resize->y.type ||
      resize->x.shape.size() > cuda::Resize::kMaxAxes) {
    return false;
  }
  if (resize->mode == ResizeMode::kNearest) return true;
  return cuda::element_of(resize->x.type).has_value();
}

/// Taps of one axis with -1 where nothing is read.
struct Table {
  int32_t width = 1;
  std::vector<int32_t> indices;
  std::vector<float> weights;
};

Table table_of(const ResizeProblem& problem, size_t axis) {
  Table table;
  if (problem.mode == ResizeMode::kNearest) {
    for (const int64_t index : resize::nearest_map(problem, axis)) {
      table.indices.push_back(static_cast<int32_t>(index));
    }
    return table;
  }
  const resize::AxisTaps taps = resize::make_taps(problem, axis);
  table.width = static_cast<int32_t>(taps.width);
  table.weights = taps.weights;
  for (size_t i = 0; i < taps.indices.size(); ++i) {
    const bool is_outside = taps.is_outside[i / static_cast<size_t>(taps.width)];
    table.indices.push_back(is_outside ? -1 : static_cast<int32_t>(taps.indices[i]));
  }
  return table;
}

/// The problem with its tables on the device.
struct Opened {
  cuda::Resize resize;
  std::vector<device::Buffer> tables;

  Status add_axis(const ResizeProblem& problem, size_t axis, device::Device& device) {
    const Table table = table_of(problem, axis);
    NIGHTJAR_ASSIGN(auto indices, cuda::upload(std::as_bytes(std::span(table.indices)), device));
    NIGHTJAR_ASSIGN(auto weights, cuda::upload(std::as_bytes(std::span(table.weights)), device));
    resize.width[axis] = table.width;
    resize.indices[axis] = reinterpret_cast<const int32_t*>(indices.data());
    resize.weights[axis] = reinterpret_cast<const float*>(weights.data());
    tables.push_back(std::move(indices));
    tables.push_back(std::move(weights));
    return {};
  }
};

Result<std::unique_ptr<Launchable>> open(const Problem& problem, device::Device& device) {
  NIGHTJAR_ASSIGN(const ResizeProblem parsed, ResizeProblem::from_problem(problem));
  const Dims from = dims_of(parsed.x), to = dims_of(parsed.y);
  if (std::any_of(from.begin(), from.end(), [](int64_t extent) { return extent < 1; })) {
    return invalid_input("resize: there is nothing to sample in " + problem.to_string() + ".");
  }
  const auto opened = std::make_shared<Opened>();
  const Dims strides = tensor::row_major_strides(from);
  opened->resize.rank = static_cast<int32_t>(from.size());
  opened->resize.count = tensor::element_count(to);
  opened->resize.outside = static_cast<float>(parsed.extrapolation_value);
  for (size_t axis = 0; axis < from.size(); ++axis) {
    opened->resize.extent[axis] = to[axis];
    opened->resize.x_stride[axis] = strides[axis];
    NIGHTJAR_TRY(opened->add_axis(parsed, axis, device));
  }
  uint64_t outside = 0;
  store_function<double>(parsed.y.type)(&parsed.extrapolation_value, 1, &outside);
  return make_launchable([opened, outside, mode = parsed.mode,
                          type = parsed.x.type](const LaunchArguments& arguments) -> Status {
    cuda::Resize& resize = opened->resize;
    if (resize.count == 0) return {};
    resize.x = arguments.inputs[0];
    resize.y = arguments.outputs[0];
    void* stream = arguments.stream->native();
    const int code =
        mode == ResizeMode::kNearest
            ? cuda::launch_nearest(resize, static_cast<int>(element_bytes(type)), outside, stream)
            : cuda::launch_interpolation(resize, *cuda::element_of(type), stream);
    return cuda::launched(code, kName);
  });
}

}  // namespace

const Tactic* resize_cuda_tactic() {
  static const cuda::CudaFunctionTactic kTactic("resize", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
