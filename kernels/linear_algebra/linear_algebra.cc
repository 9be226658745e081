// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/linear_algebra/linear_algebra.h"

#include <fmt/format.h>

#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/linear_algebra/elimination.h"

namespace nightjar::kernels {
namespace {

constexpr std::array<std::string_view, 2> kKinds = {"determinant", "inverse"};

bool is_real(const tensor::TensorDesc& desc) {
  return tensor::is_float(desc.type) && is_convertible(desc.type);
}

bool supports(const Problem& problem) { return LinearAlgebraProblem::from_problem(problem).ok(); }

Result<std::unique_ptr<Launchable>> open(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const auto parsed, LinearAlgebraProblem::from_problem(problem));
  const tensor::Dims dims = dims_of(parsed.x);
  const int64_t n = dims.back(), elements = n * n;
  const bool is_inverse = parsed.kind == LinearAlgebraKind::kInverse;
  const int64_t each = is_inverse ? elements : 1;
  const int64_t count = tensor::element_count(tensor::Dims(dims.begin(), dims.end() - 2));
  if (dims[dims.size() - 2] != n || tensor::element_count(dims_of(parsed.y)) != count * each) {
    return invalid_input("linear_algebra: the matrices are not square: " + problem.to_string() +
                         ".");
  }
  const int used = threads_for(count * elements * (n + 1), threads);
  std::vector<double> scratch(static_cast<size_t>(used * 2 * elements));
  return make_launchable([=](const LaunchArguments& arguments) mutable -> Status {
    const auto x_type = parsed.x.type, y_type = parsed.y.type;
    for_each_share(count, used, [&](int thread, int64_t begin, int64_t end) {
      double* matrix = scratch.data() + thread * 2 * elements;
      for (int64_t i = begin; i < end; ++i) {
        load_function<double>(x_type)(at(arguments.inputs[0], i * elements, element_bytes(x_type)),
                                      elements, matrix);
        double* inverse = matrix + elements;
        const double determinant =
            linear_algebra::eliminate(matrix, n, is_inverse ? inverse : nullptr);
        store_function<double>(y_type)(is_inverse ? inverse : &determinant, each,
                                       at(arguments.outputs[0], i * each, element_bytes(y_type)));
      }
    });
    return {};
  });
}

}  // namespace

std::string_view name_of(LinearAlgebraKind kind) { return kKinds[static_cast<size_t>(kind)]; }

Result<LinearAlgebraProblem> LinearAlgebraProblem::from_problem(const Problem& problem) {
  const std::string kind = problem.attributes.get_string("kind", "");
  LinearAlgebraProblem parsed;
  if (kind == kKinds[1]) {
    parsed.kind = LinearAlgebraKind::kInverse;
  } else if (kind != kKinds[0]) {
    return invalid_input(fmt::format("linear_algebra knows no '{}'.", kind));
  }
  if (problem.inputs.size() != 1 || problem.outputs.size() != 1) {
    return invalid_input("linear_algebra takes one input and gives one output.");
  }
  parsed.x = problem.inputs[0];
  parsed.y = problem.outputs[0];
  if (is_real(parsed.x) && is_real(parsed.y) && parsed.x.shape.size() >= 2) return parsed;
  return invalid_input("linear_algebra cannot solve " + problem.to_string() + ".");
}

Problem LinearAlgebraProblem::to_problem() const {
  Problem problem{.family = "linear_algebra", .attributes = {}, .inputs = {x}, .outputs = {y}};
  problem.attributes.set("kind", std::string(name_of(kind)));
  return problem;
}

void register_linear_algebra(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("linear_algebra", supports, open);
  tactics.push_back(&kPlain);
}

}  // namespace nightjar::kernels
