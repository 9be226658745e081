// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/random/random_plain.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"

namespace nightjar::kernels::random {
namespace {

using tensor::Dims;
using Opened = Result<std::unique_ptr<Launchable>>;

constexpr int64_t kBlock = 256;

/// Spreads a difference in any bit over all of them.
uint64_t mixed(uint64_t bits) {
  bits = (bits ^ (bits >> 33)) * 0xff51afd7ed558ccdULL;
  bits = (bits ^ (bits >> 29)) * 0xc4ceb9fe1a85ec53ULL;
  return bits ^ (bits >> 32);
}

/// In (0, 1): number `index` of the stream that `seed` names.
double uniform(uint64_t seed, int64_t index) {
  const uint64_t counter = static_cast<uint64_t>(index) + 1;
  const uint64_t bits = mixed(mixed(seed) + counter * 0x9e3779b97f4a7c15ULL);
  return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
}

/// The pair of normal numbers that two uniform ones give; this is one of them.
double normal(uint64_t seed, int64_t index) {
  const int64_t pair = index / 2 * 2;
  const double radius = std::sqrt(-2 * std::log(uniform(seed, pair)));
  const double angle = 2 * std::numbers::pi * uniform(seed, pair + 1);
  return radius * (index == pair ? std::cos(angle) : std::sin(angle));
}

/// Calls fill(begin, count, values) block by block and stores the values.
template <typename Fill>
Opened open_elementwise(const RandomProblem& problem, int threads, const Fill& fill) {
  const int64_t count = tensor::element_count(dims_of(problem.output));
  const tensor::DataType type = problem.output.type;
  const int used = threads_for(count * 32, threads);
  return make_launchable([=](const LaunchArguments& arguments) -> Status {
    for_each_index((count + kBlock - 1) / kBlock, used, [&](int64_t block) {
      double values[kBlock];
      const int64_t begin = block * kBlock, size = std::min(kBlock, count - begin);
      fill(arguments, begin, size, values);
      store_function<double>(type)(values, size,
                                   at(arguments.outputs[0], begin, element_bytes(type)));
    });
    return {};
  });
}

Opened open_numbers(const RandomProblem& problem, int threads) {
  const bool is_normal = problem.kind == RandomKind::kNormal;
  const auto seed = static_cast<uint64_t>(problem.seed);
  const double first = problem.first, second = problem.second;
  return open_elementwise(
      problem, threads, [=](const LaunchArguments&, int64_t begin, int64_t count, double* values) {
        for (int64_t i = 0; i < count; ++i) {
          values[i] = is_normal ? first + second * normal(seed, begin + i)
                                : first + (second - first) * uniform(seed, begin + i);
        }
      });
}

Opened open_bernoulli(const RandomProblem& problem, int threads) {
  const auto seed = static_cast<uint64_t>(problem.seed);
  const tensor::DataType type = problem.inputs[0].type;
  if (dims_of(problem.inputs[0]) != dims_of(problem.output)) {
    return invalid_input("random bernoulli: the extents differ.");
  }
  return open_elementwise(
      problem, threads,
      [=](const LaunchArguments& arguments, int64_t begin, int64_t count, double* values) {
        load_function<double>(type)(at(arguments.inputs[0], begin, element_bytes(type)), count,
                                    values);
        for (int64_t i = 0; i < count; ++i) {
          values[i] = uniform(seed, begin + i) < values[i] ? 1 : 0;
        }
      });
}

/// Running sums of the weights of one line, the largest weight being 1.
void accumulate_weights(double* weights, int64_t classes) {
  const double top = *std::max_element(weights, weights + classes);
  double sum = 0;
  for (int64_t i = 0; i < classes; ++i) weights[i] = sum += std::exp(weights[i] - top);
}

Opened open_multinomial(const RandomProblem& problem, int threads) {
  const Dims from = dims_of(problem.inputs[0]), to = dims_of(problem.output);
  if (from[0] != to[0] || from[1] < 1) {
    return invalid_input("random multinomial: the extents do not fit.");
  }
  const int64_t classes = from[1], draws = to[1];
  const auto seed = static_cast<uint64_t>(problem.seed);
  const tensor::DataType type = problem.inputs[0].type, to_type = problem.output.type;
  std::vector<double> scratch(static_cast<size_t>(from[0] * classes));
  const int used = threads_for(from[0] * (classes * 16 + draws * 64), threads);
  return make_launchable([=](const LaunchArguments& arguments) mutable -> Status {
    for_each_index(from[0], used, [&](int64_t line) {
      double* weights = scratch.data() + line * classes;
      load_function<double>(type)(at(arguments.inputs[0], line * classes, element_bytes(type)),
                                  classes, weights);
      accumulate_weights(weights, classes);
      for (int64_t i = 0; i < draws; ++i) {
        const double place = uniform(seed, line * draws + i) * weights[classes - 1];
        const double* found = std::upper_bound(weights, weights + classes, place);
        const int64_t chosen = std::min<int64_t>(found - weights, classes - 1);
        store_function<int64_t>(to_type)(
            &chosen, 1, at(arguments.outputs[0], line * draws + i, element_bytes(to_type)));
      }
    });
    return {};
  });
}

}  // namespace

Opened open_plain(const Problem& problem, int threads) {
  NIGHTJAR_ASSIGN(const RandomProblem parsed, RandomProblem::from_problem(problem));
  switch (parsed.kind) {
    case RandomKind::kUniform:
    case RandomKind::kNormal:
      return open_numbers(parsed, threads);
    case RandomKind::kBernoulli:
      return open_bernoulli(parsed, threads);
    case RandomKind::kMultinomial:
      return open_multinomial(parsed, threads);
  }
  return internal_error("random: unknown kind.");
}

}  // namespace nightjar::kernels::random
