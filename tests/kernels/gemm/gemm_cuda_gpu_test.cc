// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gemm/gemm.h"
#include "kernels/gemm/tf32.h"
#include "tests/kernels/cuda_harness.h"

namespace nightjar::kernels::testing {
namespace {

using tensor::DataType;
using tensor::Dims;

struct Case {
  Dims batch_a, batch_b, batch_y;
  int64_t m, n, k;
};

const Case kCases[] = {
    {{}, {}, {}, 1, 1000, 512},
    {{}, {}, {}, 128, 768, 768},
    {{}, {}, {}, 197, 64, 72},
    {{}, {}, {}, 3, 8, 8},
    {{}, {}, {}, 300, 136, 1032},
    {{2, 3}, {2, 3}, {2, 3}, 50, 64, 40},
    {{2, 3}, {3}, {2, 3}, 33, 40, 64},
    {{4}, {}, {4}, 20, 48, 96},
    {{1, 3}, {2, 1}, {2, 3}, 17, 24, 16},
};

Dims append(Dims batch, int64_t rows, int64_t columns) {
  batch.push_back(rows);
  batch.push_back(columns);
  return batch;
}

GemmProblem make_gemm(const Case& of, DataType type, bool trans_a, bool trans_b) {
  GemmProblem gemm;
  gemm.trans_a = trans_a;
  gemm.trans_b = trans_b;
  gemm.a =
      describe(type, trans_a ? append(of.batch_a, of.k, of.m) : append(of.batch_a, of.m, of.k));
  gemm.b =
      describe(type, trans_b ? append(of.batch_b, of.n, of.k) : append(of.batch_b, of.k, of.n));
  gemm.y = describe(type, append(of.batch_y, of.m, of.n));
  return gemm;
}

class GemmOnGpu : public CudaTactics {
 protected:
  void check(std::string_view tactic, DataType type, bool trans_a) {
    for (const Case& of : kCases) {
      for (const bool trans_b : {false, true}) {
        GemmProblem gemm = make_gemm(of, type, trans_a, trans_b);
        if (flip(random_)) gemm.bias = describe(type, {of.n});
        if (flip(random_)) gemm.residual = gemm.y;
        if (flip(random_)) gemm.activation.kind = ActivationKind::kRelu;
        gemm.alpha = flip(random_) ? 1 : 0.5;
        if (supports(tactic, gemm.to_problem())) expect_agreement(tactic, gemm.to_problem());
      }
    }
  }
};

TEST_F(GemmOnGpu, TensorCoresAgreeInHalf) { check("gemm.own.mma.v1", DataType::kFloat16, false); }
TEST_F(GemmOnGpu, TensorCoresAgreeInBfloat) {
  check("gemm.own.mma.v1", DataType::kBFloat16, false);
}
TEST_F(GemmOnGpu, WarpgroupsAgree) {
  const Case kLarge[] = {{{}, {}, {}, 260, 520, 136},    {{}, {}, {}, 1300, 1032, 200},
                         {{}, {}, {}, 70, 1003, 64},     {{}, {}, {}, 2000, 2000, 72},
                         {{2}, {}, {2}, 197, 192, 768},  {{}, {}, {}, 5, 24, 2048},
                         {{}, {}, {}, 2600, 1500, 1096}, {{}, {}, {}, 2600, 1503, 264}};
  for (const DataType type : {DataType::kFloat16, DataType::kBFloat16}) {
    for (const Case& of : kLarge) {
      for (const bool trans_b : {false, true}) {
        GemmProblem gemm = make_gemm(of, type, false, trans_b);
        if (!supports("gemm.own.wgmma.v1", gemm.to_problem())) GTEST_SKIP() << "no sm_90";
        if (flip(random_)) gemm.bias = describe(type, {of.n});
        if (flip(random_)) gemm.residual = gemm.y;
        if (flip(random_)) gemm.activation.kind = ActivationKind::kGelu;
        if (!gemm.has_residual() && flip(random_)) gemm.y.type = DataType::kFloat32;
        const std::set<size_t> constant = trans_b ? std::set<size_t>{} : std::set<size_t>{1};
        expect_agreement("gemm.own.wgmma.v1", gemm.to_problem(), constant);
      }
    }
  }
}

TEST_F(GemmOnGpu, RoundedOperandsAgreeWhereTheyAreAllowed) {
  for (const Case& of : kCases) {
    for (const bool trans_b : {false, true}) {
      GemmProblem gemm = make_gemm(of, DataType::kFloat32, false, trans_b);
      if (flip(random_)) gemm.bias = describe(DataType::kFloat32, {of.n});
      if (flip(random_)) gemm.residual = gemm.y;
      Problem problem = gemm.to_problem();
      EXPECT_FALSE(supports("gemm.own.tf32.v1", problem)) << "nobody has allowed it";
      ASSERT_TRUE(allow_tf32(problem));
      const std::set<size_t> constant = trans_b ? std::set<size_t>{} : std::set<size_t>{1};
      if (supports("gemm.own.tf32.v1", problem)) {
        expect_agreement("gemm.own.tf32.v1", problem, constant);
      }
      if (find_tactic("gemm.cublaslt.v1") != nullptr && supports("gemm.cublaslt.v1", problem)) {
        expect_agreement("gemm.cublaslt.v1", problem);
      }
    }
  }
}

TEST_F(GemmOnGpu, SplitOperandsAgreeAsFloatsDo) {
  for (const Case& of : kCases) {
    for (const bool trans_b : {false, true}) {
      GemmProblem gemm = make_gemm(of, DataType::kFloat32, false, trans_b);
      if (flip(random_)) gemm.bias = describe(DataType::kFloat32, {of.n});
      if (flip(random_)) gemm.residual = gemm.y;
      const Problem problem = gemm.to_problem();
      const std::set<size_t> constant = trans_b ? std::set<size_t>{} : std::set<size_t>{1};
      if (supports("gemm.own.split.v1", problem)) {
        expect_agreement("gemm.own.split.v1", problem, constant);
      }
    }
  }
}

TEST_F(GemmOnGpu, PlainThreadsAgree) {
  for (const bool trans_a : {false, true}) {
    check("gemm.own.simt.v1", DataType::kFloat32, trans_a);
    check("gemm.own.simt.v1", DataType::kFloat16, trans_a);
  }
}
TEST_F(GemmOnGpu, CublasLtAgrees) {
  for (const bool trans_a : {false, true}) {
    for (const DataType type : {DataType::kFloat32, DataType::kFloat16, DataType::kBFloat16}) {
      check("gemm.cublaslt.v1", type, trans_a);
    }
  }
}

TEST_F(GemmOnGpu, AppliesEveryActivation) {
  for (int kind = 0; kind <= static_cast<int>(ActivationKind::kElu); ++kind) {
    GemmProblem gemm = make_gemm({{}, {}, {}, 40, 40, 40}, DataType::kFloat16, false, true);
    gemm.activation = {static_cast<ActivationKind>(kind), 0.25, 0.75};
    gemm.bias = describe(DataType::kFloat32, {40});
    expect_agreement("gemm.own.mma.v1", gemm.to_problem());
    if (supports("gemm.own.wgmma.v1", gemm.to_problem())) {
      expect_agreement("gemm.own.wgmma.v1", gemm.to_problem());
    }
  }
}

TEST_F(GemmOnGpu, WarpgroupsRefuseManyProductsAndOddColumns) {
  const auto refused = [&](const GemmProblem& gemm) {
    return !supports("gemm.own.wgmma.v1", gemm.to_problem());
  };
  EXPECT_TRUE(refused(make_gemm({{4}, {4}, {4}, 8, 8, 8}, DataType::kFloat16, false, true)));
  EXPECT_TRUE(refused(make_gemm({{}, {}, {}, 8, 8, 9}, DataType::kFloat16, false, true)));
  EXPECT_TRUE(refused(make_gemm({{}, {}, {}, 8, 8, 8}, DataType::kFloat32, false, true)));
  EXPECT_TRUE(refused(make_gemm({{}, {}, {}, 8, 8, 8}, DataType::kFloat16, true, true)));
}

TEST_F(GemmOnGpu, RefusesWhatTensorCoresCannotRead) {
  const auto refused = [&](const GemmProblem& gemm) {
    return !supports("gemm.own.mma.v1", gemm.to_problem());
  };
  EXPECT_TRUE(refused(make_gemm({{}, {}, {}, 8, 8, 9}, DataType::kFloat16, false, true)));
  EXPECT_TRUE(refused(make_gemm({{}, {}, {}, 8, 9, 8}, DataType::kFloat16, false, false)));
  EXPECT_TRUE(refused(make_gemm({{}, {}, {}, 8, 8, 8}, DataType::kFloat32, false, true)));
  EXPECT_TRUE(refused(make_gemm({{}, {}, {}, 8, 8, 8}, DataType::kFloat16, true, true)));
}

}  // namespace
}  // namespace nightjar::kernels::testing
