// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/norm/norm_plain.h"

#include <algorithm>
#include <cmath>

#include "kernels/common/clones.h"
#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/run_folds.h"
#include "kernels/common/threads.h"

namespace nightjar::kernels::norm {
namespace {

using tensor::DataType;
using tensor::Dims;

/// to = (from - mean) * factor * scale + bias; an absent scale is ones, an absent bias zeros.
template <typename C>
NIGHTJAR_INLINE void any_scale_and_shift(const C* from, C* to, int64_t count, C mean, C factor,
                                         const C* scale, const C* bias) {
#pragma GCC ivdep
  for (int64_t i = 0; i < count; ++i) {
    const C slope = scale == nullptr ? factor : factor * scale[i];
    to[i] = (from[i] - mean) * slope + (bias == nullptr ? C(0) : bias[i]);
  }
}

NIGHTJAR_CLONES void scale_and_shift(const float* from, float* to, int64_t count, float mean,
                                     float factor, const float* scale, const float* bias) {
  any_scale_and_shift(from, to, count, mean, factor, scale, bias);
}
void scale_and_shift(const double* from, double* to, int64_t count, double mean, double factor,
                     const double* scale, const double* bias) {
  any_scale_and_shift(from, to, count, mean, factor, scale, bias);
}

/// Elements summed in C before the sum goes on in float64.
constexpr int64_t kChunk = 2048;

template <typename C>
NIGHTJAR_INLINE double any_sum(const C* row, int64_t count) {
  double sum = 0;
  for (int64_t i = 0; i < count; i += kChunk)
    sum += sum_of_run(row + i, std::min(kChunk, count - i));
  return sum;
}

template <typename C>
NIGHTJAR_INLINE double any_squares(const C* row, int64_t count, C mean) {
  double sum = 0;
  for (int64_t i = 0; i < count; i += kChunk) {
    sum += squares_of_run(row + i, std::min(kChunk, count - i), mean);
  }
  return sum;
}

NIGHTJAR_CLONES double sum_of(const float* row, int64_t count) { return any_sum(row, count); }
double sum_of(const double* row, int64_t count) { return any_sum(row, count); }
NIGHTJAR_CLONES double squares_of(const float* row, int64_t count, float mean) {
  return any_squares(row, count, mean);
}
double squares_of(const double* row, int64_t count, double mean) {
  return any_squares(row, count, mean);
}

/// What a row's elements are moved and multiplied by.
struct Moments {
  double mean = 0, inverse_deviation = 1;
};

template <typename C>
Moments moments_of(const C* row, int64_t count, double epsilon, bool has_mean) {
  Moments moments;
  const auto size = static_cast<double>(count);
  if (has_mean) moments.mean = sum_of(row, count) / size;
  const double variance = squares_of(row, count, static_cast<C>(moments.mean)) / size;
  moments.inverse_deviation = 1.0 / std::sqrt(variance + epsilon);
  return moments;
}

/// An operand's bytes and how to turn them into C.
template <typename C>
struct Reader {
  explicit Reader(DataType type)
      : load(load_function<C>(type)), bytes(element_bytes(type)), type(type) {}
  /// The elements, converted to `buffer` unless they are C already; nullptr when absent.
  const C* read(const void* data, int64_t count, C* buffer) const {
    if (data == nullptr || type == DataType::kUndefined) return nullptr;
    if (is_type_of<C>(type)) return static_cast<const C*>(data);
    load(data, count, buffer);
    return buffer;
  }

  LoadFunction<C> load;
  int64_t bytes;
  DataType type;
};

/// Layer, RMS and group norms: rows of `count_` elements, in which scale and bias change every
/// `channel_` elements or, when that is 0, with each element.
template <typename C>
class PlainNorm final : public Launchable {
 public:
  PlainNorm(const NormProblem& problem, int64_t rows, int64_t count, int threads)
      : problem_(problem),
        rows_(rows),
        count_(count),
        x_(problem.x.type),
        scale_(problem.scale.type),
        bias_(problem.bias.type),
        store_(store_function<C>(problem.y.type)),
        y_bytes_(element_bytes(problem.y.type)),
        threads_(threads_for(rows * count * 4, threads)) {
    const Dims dims = dims_of(problem.x);
    is_group_ = problem.kind == NormKind::kGroup;
    parameters_ = is_group_ ? dims[1] : count;
    scratch_.resize(static_cast<size_t>(threads_ * count_));
    scales_.resize(static_cast<size_t>(parameters_));
    biases_.resize(static_cast<size_t>(parameters_));
  }

  Status launch(const LaunchArguments& arguments) override {
    const auto input = [&](size_t i) {
      return i < arguments.inputs.size() ? arguments.inputs[i] : nullptr;
    };
    const C* scale = scale_.read(input(1), parameters_, scales_.data());
    const C* bias = bias_.read(input(2), parameters_, biases_.data());
    for_each_share(rows_, threads_, [&](int thread, int64_t begin, int64_t end) {
      C* scratch = scratch_.data() + thread * count_;
      for (int64_t i = begin; i < end; ++i) {
        const C* from = x_.read(at(arguments.inputs[0], i * count_, x_.bytes), count_, scratch);
        void* y = at(arguments.outputs[0], i * count_, y_bytes_);
        C* to = is_type_of<C>(problem_.y.type) ? static_cast<C*>(y) : scratch;
        const Moments moments =
            moments_of(from, count_, problem_.epsilon, problem_.kind != NormKind::kRms);
        if (count_ > 0) finish_row(from, to, i, moments, scale, bias);
        if (to == scratch) store_(scratch, count_, y);
        store_moments(arguments, i, moments);
      }
    });
    return {};
  }

 private:
  void finish_row(const C* from, C* to, int64_t index, const Moments& moments, const C* scale,
                  const C* bias) const {
    const C mean = static_cast<C>(moments.mean);
    const C factor = static_cast<C>(moments.inverse_deviation);
    if (!is_group_) return scale_and_shift(from, to, count_, mean, factor, scale, bias);
    const int64_t channels = parameters_ / problem_.groups;
    const int64_t spatial = count_ / channels;
    for (int64_t k = 0; k < channels; ++k) {
      const int64_t channel = index % problem_.groups * channels + k;
      const C slope = scale == nullptr ? factor : factor * scale[channel];
      const C shift = bias == nullptr ? C(0) : bias[channel];
      for (int64_t i = k * spatial; i < (k + 1) * spatial; ++i) {
        to[i] = (from[i] - mean) * slope + shift;
      }
    }
  }

  void store_moments(const LaunchArguments& arguments, int64_t row, const Moments& moments) const {
    const auto store = [&](size_t output, const tensor::TensorDesc& desc, double value) {
      if (desc.type == DataType::kUndefined || output >= arguments.outputs.size()) return;
      store_function<double>(desc.type)(
          &value, 1, at(arguments.outputs[output], row, element_bytes(desc.type)));
    };
    store(1, problem_.mean, moments.mean);
    store(2, problem_.inverse_deviation, moments.inverse_deviation);
  }

  NormProblem problem_;
  int64_t rows_, count_;
  Reader<C> x_, scale_, bias_;
  StoreFunction<C> store_;
  int64_t y_bytes_;
  int threads_;
  bool is_group_ = false;
  int64_t parameters_ = 0;
  std::vector<C> scratch_, scales_, biases_;
};

/// Scale and bias must have one element for each of `wanted`.
bool parameters_fit(const NormProblem& problem, int64_t wanted) {
  for (const auto* desc : {&problem.scale, &problem.bias}) {
    if (desc->type == DataType::kUndefined) continue;
    if (tensor::element_count(dims_of(*desc)) != wanted) return false;
  }
  return true;
}

}  // namespace

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const NormProblem parsed, NormProblem::from_problem(problem));
  if (parsed.kind == NormKind::kLp) return open_lp(parsed, threads);
  const Dims dims = dims_of(parsed.x);
  const bool is_group = parsed.kind == NormKind::kGroup;
  const auto split = dims.begin() + (is_group ? 0 : parsed.axis);
  const int64_t rows =
      is_group ? dims[0] * parsed.groups : tensor::element_count(Dims(dims.begin(), split));
  const int64_t behind = tensor::element_count(Dims(split, dims.end()));
  const int64_t count = !is_group ? behind : (rows == 0 ? 0 : behind / rows);
  const bool splits = !is_group || dims[1] % parsed.groups == 0;
  if (!splits || !parameters_fit(parsed, is_group ? dims[1] : count)) {
    return invalid_input("norm: scale, bias or groups do not fit: " + problem.to_string() + ".");
  }
  using Opened = std::unique_ptr<Launchable>;
  if (parsed.x.type == DataType::kFloat64) {
    return Opened(std::make_unique<PlainNorm<double>>(parsed, rows, count, threads));
  }
  return Opened(std::make_unique<PlainNorm<float>>(parsed, rows, count, threads));
}

}  // namespace nightjar::kernels::norm
