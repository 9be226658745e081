// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// affine_grid.plain.v1: one line of places along the innermost axis at a time.
#include "kernels/grid_sample/affine_grid.h"

#include <array>

#include "kernels/common/plain_tactic.h"
#include "kernels/reformat/converted.h"

namespace nightjar::kernels {
namespace {

using tensor::Dims;

bool supports(const Problem& problem) { return AffineGridProblem::from_problem(problem).ok(); }

template <typename C>
class PlainAffineGrid final : public Launchable {
 public:
  PlainAffineGrid(const AffineGridProblem& problem, int threads)
      : align_corners_(problem.align_corners),
        threads_(threads),
        theta_(problem.theta, plan_),
        grid_(problem.grid, plan_) {
    const Dims dims = dims_of(problem.grid);
    batch_ = dims[0];
    extents_.assign(dims.begin() + 1, dims.end() - 1);
    width_ = extents_.back();
    extents_.pop_back();
    lines_ = tensor::element_count(extents_);
  }

  size_t workspace_bytes() const override { return plan_.byte_count(); }

  Status launch(const LaunchArguments& arguments) override {
    const WorkspaceView workspace(arguments.workspace);
    const C* theta = theta_.load(arguments.inputs[0], workspace, threads_);
    C* grid = grid_.target(arguments.outputs[0], workspace);
    const auto rank = static_cast<int64_t>(extents_.size()) + 1;
    for_each_index(batch_ * lines_, threads_for(grid_.count() * 4, threads_), [&](int64_t line) {
      const C* map = theta + line / lines_ * rank * (rank + 1);
      fill_line(map, line % lines_, grid + line * width_ * rank);
    });
    grid_.store(arguments.outputs[0], workspace, threads_);
    return {};
  }

 private:
  C coordinate(int64_t position, int64_t extent) const {
    const C count = static_cast<C>(extent), at = static_cast<C>(position);
    if (align_corners_) return extent > 1 ? at * 2 / (count - 1) - 1 : C(-1);
    return (at * 2 + 1) / count - 1;
  }

  void fill_line(const C* map, int64_t line, C* to) const {
    const size_t rank = extents_.size() + 1;
    std::array<C, 3> base{};
    for (size_t axis = extents_.size(); axis-- > 0; line /= extents_[axis]) {
      base[rank - 1 - axis] = coordinate(line % extents_[axis], extents_[axis]);
    }
    for (int64_t i = 0; i < width_; ++i) {
      base[0] = coordinate(i, width_);
      for (size_t row = 0; row < rank; ++row) {
        const C* weights = map + row * (rank + 1);
        C sum = weights[rank];
        for (size_t k = 0; k < rank; ++k) sum += weights[k] * base[k];
        *to++ = sum;
      }
    }
  }

  bool align_corners_;
  int threads_;
  WorkspacePlan plan_;
  Converted<C> theta_, grid_;
  Dims extents_;  ///< But for the innermost.
  int64_t batch_ = 0, width_ = 0, lines_ = 0;
};

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const AffineGridProblem parsed, AffineGridProblem::from_problem(problem));
  const Dims theta = dims_of(parsed.theta), grid = dims_of(parsed.grid);
  if (theta[0] != grid[0] || theta[1] != grid.back() || theta[2] != grid.back() + 1 ||
      grid.back() + 2 != static_cast<int64_t>(grid.size())) {
    return invalid_input("affine_grid: extents do not fit: " + problem.to_string() + ".");
  }
  std::unique_ptr<Launchable> opened;
  if (computes_in_float(parsed.theta.type)) {
    opened = std::make_unique<PlainAffineGrid<float>>(parsed, threads);
  } else {
    opened = std::make_unique<PlainAffineGrid<double>>(parsed, threads);
  }
  return opened;
}

}  // namespace

Result<AffineGridProblem> AffineGridProblem::from_problem(const Problem& problem) {
  const bool fits =
      problem.inputs.size() == 1 && problem.outputs.size() == 1 &&
      problem.inputs[0].shape.size() == 3 &&
      (problem.outputs[0].shape.size() == 4 || problem.outputs[0].shape.size() == 5) &&
      tensor::is_float(problem.inputs[0].type) && is_convertible(problem.inputs[0].type) &&
      problem.inputs[0].type == problem.outputs[0].type;
  if (!fits) return invalid_input("affine_grid cannot do " + problem.to_string() + ".");
  AffineGridProblem parsed;
  parsed.align_corners = problem.attributes.get_int("align_corners", 0) != 0;
  parsed.theta = problem.inputs[0];
  parsed.grid = problem.outputs[0];
  return parsed;
}

Problem AffineGridProblem::to_problem() const {
  Problem problem{.family = "affine_grid", .attributes = {}, .inputs = {theta}, .outputs = {grid}};
  if (align_corners) problem.attributes.set("align_corners", int64_t{1});
  return problem;
}

void register_affine_grid(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("affine_grid", supports, open_plain);
  tactics.push_back(&kPlain);
}

}  // namespace nightjar::kernels
