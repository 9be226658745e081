// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gemm/gemm.h"

#include <gtest/gtest.h>

#include "kernels/gemm/gemm_extents.h"
#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;
using testing::describe;
using testing::flip;
using testing::pick;
using testing::Random;

int64_t offset_in(const Dims& from, const Dims& y, int64_t index) {
  const Dims strides = broadcast_strides(from, y);
  int64_t offset = 0;
  for (size_t axis = y.size(); axis-- > 0;) {
    offset += index % y[axis] * strides[axis];
    index /= y[axis];
  }
  return offset;
}

Dims without_matrix(const Dims& dims) { return Dims(dims.begin(), dims.end() - 2); }

/// The definition, in double.
std::vector<double> expected_product(const GemmProblem& gemm,
                                     const std::vector<tensor::HostTensor>& inputs) {
  const Dims y = dims_of(gemm.y), a = dims_of(gemm.a), b = dims_of(gemm.b);
  const int64_t m = *gemm.m().constant(), n = *gemm.n().constant(), k = *gemm.k().constant();
  std::vector<double> values(static_cast<size_t>(tensor::element_count(y)));
  for (int64_t i = 0; i < static_cast<int64_t>(values.size()); ++i) {
    const int64_t row = i / n % m, column = i % n, batch = i / (m * n);
    const Dims batch_dims = without_matrix(y);
    const int64_t a_base = offset_in(without_matrix(a), batch_dims, batch) * m * k;
    const int64_t b_base = offset_in(without_matrix(b), batch_dims, batch) * k * n;
    double sum = 0;
    for (int64_t d = 0; d < k; ++d) {
      sum += inputs[0].value_at(a_base + (gemm.trans_a ? d * m + row : row * k + d)) *
             inputs[1].value_at(b_base + (gemm.trans_b ? column * k + d : d * n + column));
    }
    sum *= gemm.alpha;
    if (gemm.has_bias()) sum += inputs[2].value_at(offset_in(dims_of(gemm.bias), y, i));
    if (gemm.has_residual()) sum += inputs[3].value_at(i);
    values[static_cast<size_t>(i)] = gemm.activation(sum);
  }
  return values;
}

Dims random_bias(const Dims& y, Random& random) {
  switch (pick(random, 0, 3)) {
    case 0:
      return {1};
    case 1:
      return {y[y.size() - 2], 1};
    case 2:
      return y;
    default:
      return {y.back()};
  }
}

GemmProblem random_gemm(Random& random) {
  const DataType types[] = {DataType::kFloat32, DataType::kBFloat16};
  const DataType type = types[pick(random, 0, 1)];
  const int64_t m = pick(random, 1, 40), n = pick(random, 1, 70), k = pick(random, 1, 300);
  Dims batch;
  for (int64_t i = pick(random, 0, 2); i > 0; --i) batch.push_back(pick(random, 1, 3));
  GemmProblem gemm;
  gemm.trans_a = flip(random);
  gemm.trans_b = flip(random);
  Dims a = batch, b = flip(random) ? Dims{} : batch;
  if (!a.empty() && flip(random)) a[0] = 1;
  if (!b.empty() && a[0] == batch[0] && flip(random)) b[0] = 1;
  a.insert(a.end(), {gemm.trans_a ? k : m, gemm.trans_a ? m : k});
  b.insert(b.end(), {gemm.trans_b ? n : k, gemm.trans_b ? k : n});
  Dims y = batch;
  if (!y.empty() && a[0] == 1 && (b.size() == 2 || b[0] == 1)) y[0] = 1;
  y.insert(y.end(), {m, n});
  gemm.a = describe(type, a);
  gemm.b = describe(type, b);
  gemm.y = describe(flip(random) ? DataType::kFloat32 : type, y);
  if (flip(random)) gemm.bias = describe(DataType::kFloat32, random_bias(y, random));
  if (flip(random)) gemm.residual = describe(gemm.y.type, y);
  if (flip(random)) gemm.alpha = 0.25;
  gemm.activation = {static_cast<ActivationKind>(pick(random, 0, 11)), 0.2, 0.9};
  return gemm;
}

double tolerance(const GemmProblem& gemm) {
  return gemm.y.type == DataType::kBFloat16 ? 1.0 / 200 : 2e-5;
}

void expect_right(const GemmProblem& gemm, const Tactic& tactic, const std::string& config,
                  const std::vector<tensor::HostTensor>& inputs, bool b_is_constant) {
  const Problem problem = gemm.to_problem();
  const std::set<size_t> constant = b_is_constant ? std::set<size_t>{1} : std::set<size_t>{};
  const auto outputs = testing::run_tactic(tactic, problem, config, inputs, constant);
  ASSERT_TRUE(outputs.ok()) << tactic.name() << " " << config << ": " << problem.to_string() << ": "
                            << outputs.error().message;
  const auto actual = testing::logical_values(gemm.y, (*outputs)[0]);
  EXPECT_LT(testing::worst_error(expected_product(gemm, inputs), actual), tolerance(gemm))
      << tactic.name() << " " << config << ": " << problem.to_string();
}

TEST(Gemm, EveryTacticAgreesWithTheDefinition) {
  const device::DeviceInfo info = device::make_cpu_device(2)->info();
  Random random(20260711);
  int onednn_runs = 0;
  for (int i = 0; i < 100; ++i) {
    const GemmProblem gemm = random_gemm(random);
    const Problem problem = gemm.to_problem();
    const auto inputs = testing::random_operands(problem, random);
    for (const Tactic* tactic : tactics_of("gemm")) {
      if (tactic->source() != TacticSource::kPlain && !tactic->supports(problem, info)) continue;
      ASSERT_TRUE(tactic->supports(problem, info)) << problem.to_string();
      for (const std::string& config : tactic->configs(problem, info)) {
        expect_right(gemm, *tactic, config, inputs, true);
        expect_right(gemm, *tactic, config, inputs, false);
        onednn_runs += tactic->source() == TacticSource::kOneDnn;
      }
    }
  }
  EXPECT_GT(onednn_runs, 100);
}

TEST(Gemm, PackedWeightsServeEveryBatch) {
  const tensor::Dim batch = tensor::Dim::symbol("N");
  GemmProblem gemm;
  gemm.a = {DataType::kFloat32, {batch, 96}, {}};
  gemm.b = describe(DataType::kFloat32, {96, 80});
  gemm.y = {DataType::kFloat32, {batch, 80}, {}};
  const Problem problem = gemm.to_problem();
  const auto device = device::make_cpu_device(1);
  Random random(3);
  const std::vector<tensor::HostTensor> constants = {
      {}, testing::random_operand(gemm.b, random), {}, {}};
  const Tactic* tactic = find_tactic("gemm.onednn.v1");
  for (const std::string& config : tactic->configs(problem, device->info())) {
    const auto prepared = tactic->prepare(problem, config, constants, *device);
    ASSERT_TRUE(prepared.ok()) << prepared.error().message;
    EXPECT_EQ(prepared->packed_inputs, std::vector<size_t>{1});
    const auto again = tactic->prepare(problem, config, constants, *device);
    EXPECT_EQ(prepared->blob, again->blob);
    for (const int64_t n : {1, 7, 64}) {
      const Problem bound = *problem.bind({{"N", n}});
      const auto a = testing::random_operand(bound.inputs[0], random);
      const std::vector<tensor::HostTensor> inputs = {a, constants[1], {}, {}};
      const auto actual = testing::run_prepared(*tactic, bound, config, *prepared, inputs);
      ASSERT_TRUE(actual.ok()) << config << ": " << actual.error().message;
      const auto expected = expected_product(*GemmProblem::from_problem(bound), inputs);
      EXPECT_LT(
          testing::worst_error(expected, testing::logical_values(bound.outputs[0], (*actual)[0])),
          2e-5)
          << config << " with " << n;
    }
  }
}

TEST(Gemm, PlainTacticMultipliesOtherTypes) {
  Random random(5);
  for (const DataType type : {DataType::kFloat64, DataType::kFloat16, DataType::kInt32,
                              DataType::kInt64, DataType::kUInt32, DataType::kUInt64}) {
    GemmProblem gemm;
    gemm.a = describe(type, {2, 9, 33});
    gemm.b = describe(type, {33, 20});
    gemm.y = describe(type, {2, 9, 20});
    const auto inputs = testing::random_operands(gemm.to_problem(), random);
    const auto outputs = plain_answer(gemm.to_problem(), inputs);
    ASSERT_TRUE(outputs.ok()) << outputs.error().message;
    const double error = testing::worst_error(expected_product(gemm, inputs),
                                              testing::logical_values(gemm.y, (*outputs)[0]));
    EXPECT_LT(error, type == DataType::kFloat16 ? 1e-3 : 1e-12) << tensor::name_of(type);
  }
}

TEST(Gemm, EmptyDepthGivesZeros) {
  GemmProblem gemm;
  gemm.a = describe(DataType::kFloat32, {3, 0});
  gemm.b = describe(DataType::kFloat32, {0, 5});
  gemm.y = describe(DataType::kFloat32, {3, 5});
  const std::vector<tensor::HostTensor> inputs = {tensor::HostTensor(DataType::kFloat32, {3, 0}),
                                                  tensor::HostTensor(DataType::kFloat32, {0, 5}),
                                                  {},
                                                  {}};
  const auto outputs = plain_answer(gemm.to_problem(), inputs);
  ASSERT_TRUE(outputs.ok()) << outputs.error().message;
  for (const float value : (*outputs)[0].as<float>()) EXPECT_EQ(value, 0.0f);
}

TEST(Gemm, ResultDoesNotDependOnThreads) {
  Random random(9);
  GemmProblem gemm;
  gemm.a = describe(DataType::kFloat32, {70, 600});
  gemm.b = describe(DataType::kFloat32, {600, 90});
  gemm.y = describe(DataType::kFloat32, {70, 90});
  const Problem problem = gemm.to_problem();
  const auto inputs = testing::random_operands(problem, random);
  const Tactic& plain = *plain_tactic("gemm");
  const auto one = testing::run_tactic(plain, problem, "", inputs, {}, 1);
  const auto three = testing::run_tactic(plain, problem, "", inputs, {}, 3);
  EXPECT_TRUE(tensor::identical((*one)[0], (*three)[0]));
}

TEST(Gemm, RefusesWhatDoesNotFit) {
  GemmProblem gemm;
  gemm.a = describe(DataType::kFloat32, {3, 4});
  gemm.b = describe(DataType::kFloat32, {5, 6});
  gemm.y = describe(DataType::kFloat32, {3, 6});
  EXPECT_FALSE(GemmProblem::from_problem(gemm.to_problem()).ok());
  gemm.b = describe(DataType::kFloat32, {4, 6});
  EXPECT_TRUE(GemmProblem::from_problem(gemm.to_problem()).ok());
  gemm.bias = describe(DataType::kFloat32, {5});
  EXPECT_FALSE(GemmProblem::from_problem(gemm.to_problem()).ok());
  gemm.bias = {};
  Problem unknown = gemm.to_problem();
  unknown.attributes.set("activation", std::string("softplus"));
  EXPECT_FALSE(GemmProblem::from_problem(unknown).ok());
}

TEST(Gemm, DamagedWeightsAreRefused) {
  GemmProblem gemm;
  gemm.a = describe(DataType::kFloat32, {8, 32});
  gemm.b = describe(DataType::kFloat32, {32, 16});
  gemm.y = describe(DataType::kFloat32, {8, 16});
  const Problem problem = gemm.to_problem();
  const auto device = device::make_cpu_device(1);
  const Tactic* tactic = find_tactic("gemm.onednn.v1");
  const std::string config = tactic->configs(problem, device->info())[0];
  Random random(1);
  const std::vector<tensor::HostTensor> constants = {
      {}, testing::random_operand(gemm.b, random), {}, {}};
  const Prepared prepared = *tactic->prepare(problem, config, constants, *device);
  for (const size_t kept : {size_t{3}, size_t{40}, prepared.blob.size() - 4}) {
    const std::span<const std::byte> cut(prepared.blob.data(), kept);
    EXPECT_FALSE(tactic->open(problem, config, cut, *device).ok()) << kept;
  }
}

}  // namespace
}  // namespace nightjar::kernels
