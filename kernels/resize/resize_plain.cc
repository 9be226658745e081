// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/resize/resize_plain.h"

#include <algorithm>
#include <cmath>

#include "kernels/common/clones.h"
#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/resize/taps.h"

namespace nightjar::kernels::resize {
namespace {

using tensor::Dims;
using Opened = Result<std::unique_ptr<Launchable>>;

/// Interpolation along one axis of [outer, from, inner].
struct AxisPass {
  AxisTaps taps;
  int64_t outer = 1, from = 1, to = 1, inner = 1;
};

/// Whole rows of `inner` neighbours share their weights.
NIGHTJAR_CLONES void blend_rows(const AxisPass& pass, int64_t position, const float* from,
                                float* to) {
  const int64_t width = pass.taps.width, inner = pass.inner;
  const int64_t* indices = pass.taps.indices.data() + position * width;
  const float* weights = pass.taps.weights.data() + position * width;
  for (int64_t i = 0; i < inner; ++i) to[i] = weights[0] * from[indices[0] * inner + i];
  for (int64_t k = 1; k < width; ++k) {
    const float* row = from + indices[k] * inner;
    for (int64_t i = 0; i < inner; ++i) to[i] += weights[k] * row[i];
  }
}

/// The axis is innermost: every output has weights of its own.
void blend_line(const AxisPass& pass, const float* from, float* to) {
  const int64_t width = pass.taps.width;
  const int64_t* indices = pass.taps.indices.data();
  const float* weights = pass.taps.weights.data();
  for (int64_t i = 0; i < pass.to; ++i, indices += width, weights += width) {
    float sum = 0;
    for (int64_t k = 0; k < width; ++k) sum += weights[k] * from[indices[k]];
    to[i] = sum;
  }
}

void run_pass(const AxisPass& pass, const float* from, float* to, int threads) {
  const int64_t work = pass.outer * pass.to * pass.inner * pass.taps.width;
  if (pass.inner == 1) {
    for_each_index(pass.outer, threads_for(work, threads), [&](int64_t outer) {
      blend_line(pass, from + outer * pass.from, to + outer * pass.to);
    });
    return;
  }
  for_each_index(pass.outer * pass.to, threads_for(work, threads), [&](int64_t row) {
    blend_rows(pass, row % pass.to, from + row / pass.to * pass.from * pass.inner,
               to + row * pass.inner);
  });
}

class PlainInterpolation final : public Launchable {
 public:
  PlainInterpolation(const ResizeProblem& problem, int threads)
      : problem_(problem), output_(dims_of(problem.y)), threads_(threads) {
    Dims dims = dims_of(problem.x);
    input_count_ = tensor::element_count(dims);
    int64_t largest = input_count_;
    // Innermost first: what is read stays small as long as possible when an image grows.
    for (size_t axis = dims.size(); axis-- > 0;) {
      AxisPass pass;
      pass.taps = make_taps(problem, axis);
      for (size_t i = 0; i < axis; ++i) pass.outer *= dims[i];
      for (size_t i = axis + 1; i < dims.size(); ++i) pass.inner *= dims[i];
      pass.from = dims[axis];
      pass.to = dims[axis] = output_[axis];
      outside_.insert(outside_.begin(), pass.taps.is_outside);
      largest = std::max(largest, tensor::element_count(dims));
      if (!pass.taps.is_identity(pass.from)) passes_.push_back(std::move(pass));
    }
    for (const auto& axis : outside_) {
      is_cropped_ = is_cropped_ || std::find(axis.begin(), axis.end(), true) != axis.end();
    }
    front_.resize(static_cast<size_t>(largest));
    back_.resize(static_cast<size_t>(largest));
  }

  Status launch(const LaunchArguments& arguments) override {
    const int64_t count = tensor::element_count(output_);
    load_function<float>(problem_.x.type)(arguments.inputs[0], input_count_, front_.data());
    for (const AxisPass& pass : passes_) {
      run_pass(pass, front_.data(), back_.data(), threads_);
      std::swap(front_, back_);
    }
    if (is_cropped_) extrapolate(count);
    if (!tensor::is_float(problem_.y.type)) {
      for (int64_t i = 0; i < count; ++i)
        front_[static_cast<size_t>(i)] = std::nearbyint(front_[static_cast<size_t>(i)]);
    }
    store_function<float>(problem_.y.type)(front_.data(), count, arguments.outputs[0]);
    return {};
  }

 private:
  void extrapolate(int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
      int64_t rest = i;
      bool is_outside = false;
      for (size_t axis = output_.size(); axis-- > 0; rest /= output_[axis]) {
        is_outside = is_outside || outside_[axis][static_cast<size_t>(rest % output_[axis])];
      }
      if (is_outside) {
        front_[static_cast<size_t>(i)] = static_cast<float>(problem_.extrapolation_value);
      }
    }
  }

  ResizeProblem problem_;
  Dims output_;
  int threads_;
  int64_t input_count_ = 0;
  std::vector<AxisPass> passes_;
  std::vector<std::vector<bool>> outside_;
  bool is_cropped_ = false;
  std::vector<float> front_, back_;
};

Opened open_nearest(const ResizeProblem& problem, int threads) {
  std::vector<movement::AxisMap> maps;
  for (size_t axis = 0; axis < problem.x.shape.size(); ++axis) {
    maps.push_back(nearest_map(problem, axis));
  }
  const int64_t bytes = element_bytes(problem.y.type);
  const movement::MappedCopy copy(dims_of(problem.x), std::move(maps), bytes);
  std::vector<std::byte> fill(static_cast<size_t>(bytes));
  store_function<double>(problem.y.type)(&problem.extrapolation_value, 1, fill.data());
  return make_launchable([copy, fill, threads](const LaunchArguments& arguments) -> Status {
    copy.run(arguments.inputs[0], arguments.outputs[0], fill.data(), threads);
    return {};
  });
}

}  // namespace

Opened open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const ResizeProblem parsed, ResizeProblem::from_problem(problem));
  const Dims from = dims_of(parsed.x), to = dims_of(parsed.y);
  for (size_t axis = 0; axis < from.size(); ++axis) {
    if (from[axis] < 1 || to[axis] < 0) {
      return invalid_input("resize: there is nothing to sample in " + problem.to_string() + ".");
    }
  }
  if (parsed.mode == ResizeMode::kNearest) return open_nearest(parsed, threads);
  return std::unique_ptr<Launchable>(std::make_unique<PlainInterpolation>(parsed, threads));
}

}  // namespace nightjar::kernels::resize
