// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// fold.plain.v1: one plane of the image at a time, one window element after the other.
#include "kernels/fold/fold.h"

#include <algorithm>

#include "kernels/common/plain_tactic.h"
#include "kernels/conv/conv_geometry.h"
#include "kernels/reformat/converted.h"

namespace nightjar::kernels {
namespace {

using tensor::Dims;

bool supports(const Problem& problem) { return FoldProblem::from_problem(problem).ok(); }

/// Windows along each axis.
Dims window_counts(const FoldProblem& problem, const Dims& image) {
  Dims counts;
  for (size_t axis = 0; axis < problem.block.size(); ++axis) {
    const int64_t reach = (problem.block[axis] - 1) * problem.window.dilations[axis] + 1;
    const int64_t room =
        image[axis + 2] + problem.window.pads_begin[axis] + problem.window.pads_end[axis] - reach;
    counts.push_back(room < 0 ? 0 : room / problem.window.strides[axis] + 1);
  }
  return counts;
}

template <typename C>
std::unique_ptr<Launchable> open_as(const FoldProblem& problem, const ConvGeometry& geometry,
                                    int threads) {
  WorkspacePlan plan;
  const Converted<C> columns(problem.columns, plan), image(problem.image, plan);
  const int64_t plane = product(geometry.wide), windows = product(geometry.narrow);
  const int64_t taps = product(geometry.kernel);
  const auto launch = [=](const LaunchArguments& arguments) -> Status {
    const WorkspaceView workspace(arguments.workspace);
    const C* from = columns.load(arguments.inputs[0], workspace, threads);
    C* to = image.target(arguments.outputs[0], workspace);
    const int64_t planes = plane == 0 ? 0 : image.count() / plane;
    for_each_index(planes, threads_for(columns.count(), threads), [&](int64_t p) {
      C* target = to + p * plane;
      std::fill_n(target, plane, C(0));
      for (int64_t k = 0; k < taps; ++k) {
        const C* row = from + (p * taps + k) * windows;
        for_each_run(geometry, kernel_position(geometry, k),
                     [&](int64_t narrow, int64_t wide, int64_t count) {
                       const int64_t stride = geometry.strides[2];
                       for (int64_t i = 0; i < count; ++i)
                         target[wide + i * stride] += row[narrow + i];
                     });
      }
    });
    image.store(arguments.outputs[0], workspace, threads);
    return {};
  };
  return make_launchable(launch, plan.byte_count());
}

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const FoldProblem parsed, FoldProblem::from_problem(problem));
  const Dims columns = dims_of(parsed.columns), image = dims_of(parsed.image);
  const Dims counts = window_counts(parsed, image);
  const int64_t area = tensor::element_count(parsed.block);
  if (columns != Dims{image[0], image[1] * area, tensor::element_count(counts)}) {
    return invalid_input("fold: extents do not fit: " + problem.to_string() + ".");
  }
  Dims narrow = {image[0], image[1]}, kernel = {1, 1};
  narrow.insert(narrow.end(), counts.begin(), counts.end());
  kernel.insert(kernel.end(), parsed.block.begin(), parsed.block.end());
  const ConvGeometry geometry = conv_geometry(image, narrow, kernel, parsed.window);
  const tensor::DataType type = parsed.image.type;
  if (computes_in_float(type)) return open_as<float>(parsed, geometry, threads);
  if (type == tensor::DataType::kFloat64) return open_as<double>(parsed, geometry, threads);
  // Sums wrap alike with and without a sign.
  return open_as<uint64_t>(parsed, geometry, threads);
}

}  // namespace

Result<FoldProblem> FoldProblem::from_problem(const Problem& problem) {
  const auto refuse = [&] { return invalid_input("fold cannot do " + problem.to_string() + "."); };
  if (problem.inputs.size() != 1 || problem.outputs.size() != 1) return refuse();
  FoldProblem parsed;
  parsed.columns = problem.inputs[0];
  parsed.image = problem.outputs[0];
  parsed.block = problem.attributes.get_ints("block");
  const size_t rank = parsed.block.size();
  const bool fits = rank >= 1 && rank <= 3 && parsed.columns.shape.size() == 3 &&
                    parsed.image.shape.size() == rank + 2 &&
                    parsed.columns.type == parsed.image.type && is_convertible(parsed.image.type) &&
                    std::all_of(parsed.block.begin(), parsed.block.end(),
                                [](int64_t extent) { return extent > 0; });
  if (!fits) return refuse();
  NIGHTJAR_ASSIGN(parsed.window, Window::from_attributes(problem.attributes, rank));
  return parsed;
}

Problem FoldProblem::to_problem() const {
  Problem problem{.family = "fold", .attributes = {}, .inputs = {columns}, .outputs = {image}};
  problem.attributes.set("block", block);
  window.add_to(problem.attributes);
  return problem;
}

void register_fold(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("fold", supports, open_plain);
  tactics.push_back(&kPlain);
}

}  // namespace nightjar::kernels
