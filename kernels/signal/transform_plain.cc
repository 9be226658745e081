// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/signal/transform_plain.h"

#include <algorithm>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/signal/fourier.h"

namespace nightjar::kernels::signal {
namespace {

using Complex = std::complex<double>;
using tensor::DataType;
using tensor::Dims;

/// Lines of complex numbers in a tensor: where each begins, and the distance of its elements.
struct Lines {
  int64_t count = 0;       ///< Elements of a line.
  int64_t distance = 1;    ///< Between them, in pairs.
  int64_t inner = 1;       ///< Lines side by side.
  int64_t outer_step = 1;  ///< Between groups of those.
  int64_t parts = 2;       ///< Numbers an element.

  int64_t begin(int64_t line) const { return line / inner * outer_step + line % inner; }
};

Lines lines_along(const Dims& dims, size_t axis) {
  Lines lines;
  lines.count = dims[axis];
  for (size_t i = axis + 1; i + 1 < dims.size(); ++i) lines.inner *= dims[i];
  lines.distance = lines.inner;
  lines.outer_step = lines.inner * lines.count;
  lines.parts = dims.back();
  return lines;
}

class PlainTransform final : public Launchable {
 public:
  PlainTransform(const SignalProblem& problem, int threads)
      : problem_(problem), fourier_(problem.length) {
    const Dims from = dims_of(problem.inputs[0]), to = dims_of(problem.output);
    if (problem.kind == SignalKind::kDft) {
      const auto axis = static_cast<size_t>(problem.axis);
      from_ = lines_along(from, axis);
      to_ = lines_along(to, axis);
    } else {
      // Frames of a batch entry overlap, which only the distance of their beginnings tells.
      from_ = {problem.length, 1, to[1], from[1], from[2]};
      to_ = {to[2], 1, 1, to[2], to[3]};
    }
    total_ =
        to_.count == 0 || to_.parts == 0 ? 0 : tensor::element_count(to) / (to_.count * to_.parts);
    const int64_t depth = 64;
    threads_ = threads_for(total_ * problem.length * depth, threads);
    scratch_.resize(static_cast<size_t>(threads_ * scratch_each()));
  }

  bool fits() const {
    const Dims from = dims_of(problem_.inputs[0]), to = dims_of(problem_.output);
    const bool gives_real = problem_.onesided && problem_.inverse;
    const int64_t bins =
        problem_.onesided && !gives_real ? problem_.length / 2 + 1 : problem_.length;
    if ((from.back() != 1 && from.back() != 2) || to.back() != (gives_real ? 1 : 2)) return false;
    if (problem_.kind == SignalKind::kDft) {
      for (size_t i = 0; i + 1 < from.size(); ++i) {
        if (static_cast<int64_t>(i) != problem_.axis && from[i] != to[i]) return false;
      }
      return to[static_cast<size_t>(problem_.axis)] == bins;
    }
    const int64_t reach = to[1] == 0 ? 0 : (to[1] - 1) * problem_.step + problem_.length;
    const bool window_fits = !has_window() || dims_of(problem_.inputs[1]) == Dims{problem_.length};
    return to[0] == from[0] && to[2] == bins && reach <= from[1] && window_fits;
  }

  Status launch(const LaunchArguments& arguments) override {
    for_each_share(total_, threads_, [&](int thread, int64_t begin, int64_t end) {
      Complex* line = scratch_.data() + thread * scratch_each();
      Complex* scratch = line + problem_.length;
      Complex* window = scratch + fourier_.scratch_count();
      if (has_window()) load_window(arguments, window);
      for (int64_t i = begin; i < end; ++i) {
        load_line(arguments, i, line);
        for (int64_t n = 0; has_window() && n < problem_.length; ++n) line[n] *= window[n].real();
        if (problem_.inverse) conjugate(line);
        fourier_.transform(line, scratch);
        if (problem_.inverse) conjugate(line);
        store_line(arguments, i, line);
      }
    });
    return {};
  }

 private:
  bool has_window() const {
    return problem_.inputs.size() > 1 && problem_.inputs[1].type != DataType::kUndefined;
  }
  int64_t scratch_each() const { return 2 * problem_.length + fourier_.scratch_count(); }

  void conjugate(Complex* line) const {
    for (int64_t n = 0; n < problem_.length; ++n) line[n] = std::conj(line[n]);
  }

  void load_window(const LaunchArguments& arguments, Complex* window) const {
    const DataType type = problem_.inputs[1].type;
    for (int64_t n = 0; n < problem_.length; ++n) {
      double value = 0;
      load_function<double>(type)(at(arguments.inputs[1], n, element_bytes(type)), 1, &value);
      window[n] = value;
    }
  }

  int64_t first_element(int64_t line) const {
    if (problem_.kind == SignalKind::kDft) return from_.begin(line);
    return line / from_.inner * from_.outer_step + line % from_.inner * problem_.step;
  }

  void load_line(const LaunchArguments& arguments, int64_t index, Complex* line) const {
    const DataType type = problem_.inputs[0].type;
    const auto load = load_function<double>(type);
    const int64_t count = std::min(from_.count, problem_.length);
    const int64_t begin = first_element(index);
    for (int64_t n = 0; n < count; ++n) {
      double parts[2] = {0, 0};
      load(at(arguments.inputs[0], (begin + n * from_.distance) * from_.parts, element_bytes(type)),
           from_.parts, parts);
      line[n] = {parts[0], parts[1]};
    }
    std::fill(line + count, line + problem_.length, Complex());
    if (!problem_.onesided || !problem_.inverse) return;
    // The missing half of a real signal's spectrum mirrors the given one.
    for (int64_t n = problem_.length / 2 + 1; n < problem_.length; ++n) {
      line[n] = std::conj(line[problem_.length - n]);
    }
  }

  void store_line(const LaunchArguments& arguments, int64_t index, const Complex* line) const {
    const DataType type = problem_.output.type;
    const auto store = store_function<double>(type);
    const double scale = problem_.inverse ? 1 / static_cast<double>(problem_.length) : 1;
    const int64_t begin = to_.begin(index);
    for (int64_t k = 0; k < to_.count; ++k) {
      const double parts[2] = {line[k].real() * scale, line[k].imag() * scale};
      store(parts, to_.parts,
            at(arguments.outputs[0], (begin + k * to_.distance) * to_.parts, element_bytes(type)));
    }
  }

  SignalProblem problem_;
  Fourier fourier_;
  Lines from_, to_;
  int64_t total_ = 0;
  int threads_ = 1;
  std::vector<Complex> scratch_;
};

}  // namespace

Result<std::unique_ptr<Launchable>> open_transform(const SignalProblem& problem, int threads) {
  auto opened = std::make_unique<PlainTransform>(problem, threads);
  if (!opened->fits()) {
    return invalid_input("signal: the extents do not fit: " + problem.to_problem().to_string() +
                         ".");
  }
  return std::unique_ptr<Launchable>(std::move(opened));
}

}  // namespace nightjar::kernels::signal
