// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/fold/fold.h"

#include <gtest/gtest.h>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::describe;
using tensor::Dims;
using tensor::HostTensor;
using Floats = std::vector<float>;

Result<HostTensor> answer(FoldProblem problem, const HostTensor& columns, const Dims& image) {
  problem.columns = describe(columns.type(), columns.dims());
  problem.image = describe(columns.type(), image);
  const std::vector<HostTensor> inputs = {columns};
  NIGHTJAR_ASSIGN(auto answers, plain_answer(problem.to_problem(), inputs));
  return answers[0];
}

FoldProblem with_block(const Dims& block) {
  FoldProblem problem;
  problem.block = block;
  problem.window = Window::plain(block.size());
  return problem;
}

HostTensor ones(const Dims& dims) {
  return HostTensor::of_floats(dims, Floats(static_cast<size_t>(tensor::element_count(dims)), 1));
}

TEST(Fold, PutsBlocksBesideEachOther) {
  FoldProblem problem = with_block({1, 2});
  problem.window.strides = {1, 2};
  const HostTensor columns = HostTensor::of_floats({1, 2, 4}, {1, 2, 3, 4, 5, 6, 7, 8});
  EXPECT_EQ(answer(problem, columns, {1, 1, 2, 4})->to_floats(), (Floats{1, 5, 2, 6, 3, 7, 4, 8}));
}

TEST(Fold, AddsWhereWindowsOverlap) {
  const auto image = answer(with_block({2, 2}), ones({1, 8, 4}), {1, 2, 3, 3});
  EXPECT_EQ(image->to_floats(), (Floats{1, 2, 1, 2, 4, 2, 1, 2, 1, 1, 2, 1, 2, 4, 2, 1, 2, 1}));
}

TEST(Fold, DropsWhatFallsIntoPaddingAndStepsOver) {
  FoldProblem problem = with_block({3});
  problem.window.pads_begin = problem.window.pads_end = {1};
  problem.window.dilations = {1};
  EXPECT_EQ(answer(problem, ones({1, 3, 3}), {1, 1, 3})->to_floats(), (Floats{2, 3, 2}));
  problem.window.pads_begin = problem.window.pads_end = {0};
  problem.window.dilations = {2};
  EXPECT_EQ(answer(problem, ones({1, 3, 1}), {1, 1, 5})->to_floats(), (Floats{1, 0, 1, 0, 1}));
}

TEST(Fold, AddsIntegers) {
  const HostTensor columns = HostTensor::of_int64({1, 2, 2}, {1, 2, 3, 4});
  EXPECT_EQ(answer(with_block({2}), columns, {1, 1, 3})->to_integers(),
            (std::vector<int64_t>{1, 5, 4}));
}

TEST(Fold, RefusesAnotherNumberOfWindows) {
  EXPECT_FALSE(answer(with_block({2, 2}), ones({1, 4, 5}), {1, 1, 3, 3}).ok());
}

}  // namespace
}  // namespace nightjar::kernels
