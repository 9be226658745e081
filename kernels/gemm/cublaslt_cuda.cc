// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gemm/cublaslt_cuda.h"

#if __has_include(<cublasLt.h>)

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/device/shared_library.h"

namespace nightjar::kernels::cublaslt {
namespace {

constexpr size_t kMaxWorkspaceBytes = size_t{32} << 20;
/// Of operands in a plan's memory; the library assumes more unless it is told.
constexpr uint32_t kAlignment = 16;

struct Functions {
  decltype(cublasLtMatmulDescInit_internal)* init_operation = nullptr;
  decltype(cublasLtMatmulDescSetAttribute)* set_operation = nullptr;
  decltype(cublasLtMatrixLayoutInit_internal)* init_layout = nullptr;
  decltype(cublasLtMatrixLayoutSetAttribute)* set_layout = nullptr;
  decltype(cublasLtMatmulPreferenceInit_internal)* init_preference = nullptr;
  decltype(cublasLtMatmulPreferenceSetAttribute)* set_preference = nullptr;
  decltype(cublasLtMatmulAlgoGetHeuristic)* heuristic = nullptr;
  decltype(cublasLtMatmulAlgoCheck)* check = nullptr;
  decltype(cublasLtMatmul)* matmul = nullptr;
  cublasLtHandle_t handle = nullptr;
};

Status checked(cublasStatus_t code, const char* what) {
  if (code == CUBLAS_STATUS_SUCCESS) return {};
  return unsupported(fmt::format("cuBLASLt refuses {} (status {}).", what, static_cast<int>(code)));
}

Result<Functions> open_library() {
  NIGHTJAR_ASSIGN(const auto library,
                  device::SharedLibrary::open({"libcublasLt.so.13", "libcublasLt.so",
                                               "/usr/local/cuda/lib64/libcublasLt.so"}));
  Functions lt;
  decltype(cublasLtCreate)* create = nullptr;
  NIGHTJAR_TRY(library.find("cublasLtCreate", create));
  NIGHTJAR_TRY(library.find("cublasLtMatmulDescInit_internal", lt.init_operation));
  NIGHTJAR_TRY(library.find("cublasLtMatmulDescSetAttribute", lt.set_operation));
  NIGHTJAR_TRY(library.find("cublasLtMatrixLayoutInit_internal", lt.init_layout));
  NIGHTJAR_TRY(library.find("cublasLtMatrixLayoutSetAttribute", lt.set_layout));
  NIGHTJAR_TRY(library.find("cublasLtMatmulPreferenceInit_internal", lt.init_preference));
  NIGHTJAR_TRY(library.find("cublasLtMatmulPreferenceSetAttribute", lt.set_preference));
  NIGHTJAR_TRY(library.find("cublasLtMatmulAlgoGetHeuristic", lt.heuristic));
  NIGHTJAR_TRY(library.find("cublasLtMatmulAlgoCheck", lt.check));
  NIGHTJAR_TRY(library.find("cublasLtMatmul", lt.matmul));
  NIGHTJAR_TRY(checked(create(&lt.handle), "to start"));
  return lt;
}

const Result<Functions>& library() {
  static const Result<Functions> kLibrary = open_library();
  return kLibrary;
}

cudaDataType_t type_of(tensor::DataType type) {
  if (type == tensor::DataType::kFloat16) return CUDA_R_16F;
  return type == tensor::DataType::kBFloat16 ? CUDA_R_16BF : CUDA_R_32F;
}

cublasLtEpilogue_t epilogue_of(const GemmProblem& gemm) {
  switch (gemm.activation.kind) {
    case ActivationKind::kRelu:
      return gemm.has_bias() ? CUBLASLT_EPILOGUE_RELU_BIAS : CUBLASLT_EPILOGUE_RELU;
    case ActivationKind::kGeluTanh:
      return gemm.has_bias() ? CUBLASLT_EPILOGUE_GELU_BIAS : CUBLASLT_EPILOGUE_GELU;
    default:
      return gemm.has_bias() ? CUBLASLT_EPILOGUE_BIAS : CUBLASLT_EPILOGUE_DEFAULT;
  }
}

/// The matrices of one operand, in the order in which they lie.
struct Matrices {
  int64_t rows, columns, count, stride;
};

Status describe_layout(cublasLtMatrixLayoutOpaque_t& layout, cudaDataType_t type,
                       const Matrices& matrices) {
  const auto& lt = *library();
  // A row is a column over there.
  NIGHTJAR_TRY(
      checked(lt.init_layout(&layout, sizeof layout, type, static_cast<uint64_t>(matrices.columns),
                             static_cast<uint64_t>(matrices.rows), matrices.columns),
              "a layout"));
  const auto count = static_cast<int32_t>(matrices.count);
  NIGHTJAR_TRY(checked(
      lt.set_layout(&layout, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, &count, sizeof count), "a batch"));
  const int64_t stride = matrices.stride;
  return checked(
      lt.set_layout(&layout, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, &stride, sizeof stride),
      "a batch");
}

/// Whether outer and inner batch steps are one walk of equal strides.
bool is_one_walk(const cuda::Contraction& problem) {
  const cuda::BatchStrides& batch = problem.batch_strides;
  const auto follows = [&](int64_t outer, int64_t inner) {
    return outer == inner * batch.inner_count || batch.inner_count == problem.batch ||
           batch.inner_count == 1;
  };
  return follows(batch.a_outer, batch.a_inner) && follows(batch.b_outer, batch.b_inner);
}

int64_t walk_stride(const cuda::BatchStrides& batch, int64_t outer, int64_t inner) {
  return batch.inner_count == 1 ? outer : inner;
}

}  // namespace

bool is_expressible(const GemmProblem& gemm) {
  const ActivationKind kind = gemm.activation.kind;
  const bool has_epilogue = kind == ActivationKind::kNone || kind == ActivationKind::kRelu ||
                            kind == ActivationKind::kGeluTanh;
  const bool has_walk =
      gemm.y.shape.size() <= 3 || gemm.a.shape.size() == 2 || gemm.b.shape.size() == 2 ||
      (gemm.a.shape.size() == gemm.b.shape.size() &&
       std::equal(gemm.a.shape.begin(), gemm.a.shape.end() - 2, gemm.b.shape.begin()));
  return library().ok() && has_epilogue && has_walk;
}

Result<Matmul> Matmul::make(const GemmProblem& bound, bool in_tf32) {
  if (!library().ok()) return library().error().in("cuBLASLt");
  Matmul matmul;
  NIGHTJAR_TRY(matmul.describe(bound));
  NIGHTJAR_TRY(matmul.describe_operation(bound, in_tf32));
  return matmul;
}

Status Matmul::describe(const GemmProblem& bound) {
  const cuda::Contraction problem = contraction_of(bound);
  if (!is_one_walk(problem)) return unsupported("cuBLASLt walks a batch by one stride.");
  const cuda::BatchStrides& batch = problem.batch_strides;
  const cudaDataType_t type = type_of(bound.a.type);
  const int64_t m = problem.m, n = problem.n, k = problem.k;
  Matrices a = {m, k, problem.batch, walk_stride(batch, batch.a_outer, batch.a_inner)};
  Matrices b = {k, n, problem.batch, walk_stride(batch, batch.b_outer, batch.b_inner)};
  if (bound.trans_a) std::swap(a.rows, a.columns);
  if (bound.trans_b) std::swap(b.rows, b.columns);
  NIGHTJAR_TRY(describe_layout(left_, type, b));
  NIGHTJAR_TRY(describe_layout(right_, type, a));
  NIGHTJAR_TRY(describe_layout(result_, type_of(bound.y.type), {m, n, problem.batch, m * n}));
  alpha_ = problem.epilogue.alpha;
  beta_ = bound.has_residual() ? 1.0f : 0.0f;
  return {};
}

Status Matmul::describe_operation(const GemmProblem& bound, bool in_tf32) {
  const auto& lt = *library();
  const auto compute = in_tf32 ? CUBLAS_COMPUTE_32F_FAST_TF32 : CUBLAS_COMPUTE_32F;
  NIGHTJAR_TRY(
      checked(lt.init_operation(&operation_, sizeof operation_, compute, CUDA_R_32F), "types"));
  const auto set = [&](cublasLtMatmulDescAttributes_t attribute, const auto& value) {
    return checked(lt.set_operation(&operation_, attribute, &value, sizeof value), "an attribute");
  };
  NIGHTJAR_TRY(set(CUBLASLT_MATMUL_DESC_TRANSA, bound.trans_b ? CUBLAS_OP_T : CUBLAS_OP_N));
  NIGHTJAR_TRY(set(CUBLASLT_MATMUL_DESC_TRANSB, bound.trans_a ? CUBLAS_OP_T : CUBLAS_OP_N));
  return set(CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue_of(bound));
}

Result<cublasLtMatmulAlgo_t> Matmul::candidate(int rank) const {
  const auto& lt = *library();
  cublasLtMatmulPreferenceOpaque_t preference = {};
  NIGHTJAR_TRY(checked(lt.init_preference(&preference, sizeof preference), "a preference"));
  const size_t limit = kMaxWorkspaceBytes;
  NIGHTJAR_TRY(checked(lt.set_preference(&preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES,
                                         &limit, sizeof limit),
                       "a preference"));
  for (const auto operand :
       {CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES,
        CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES}) {
    NIGHTJAR_TRY(checked(lt.set_preference(&preference, operand, &kAlignment, sizeof kAlignment),
                         "an alignment"));
  }
  std::vector<cublasLtMatmulHeuristicResult_t> found(static_cast<size_t>(rank) + 1);
  int count = 0;
  NIGHTJAR_TRY(checked(lt.heuristic(lt.handle, &operation_, &left_, &right_, &result_, &result_,
                                    &preference, rank + 1, found.data(), &count),
                       "this gemm"));
  if (count <= rank) {
    return unsupported(fmt::format("cuBLASLt has {} algorithms for this gemm.", count));
  }
  return found.back().algo;
}

Result<size_t> Matmul::workspace_bytes(const cublasLtMatmulAlgo_t& algorithm) const {
  const auto& lt = *library();
  cublasLtMatmulHeuristicResult_t outcome = {};
  NIGHTJAR_TRY(checked(
      lt.check(lt.handle, &operation_, &left_, &right_, &result_, &result_, &algorithm, &outcome),
      "this algorithm"));
  return outcome.workspaceSize;
}

Status Matmul::run(const LaunchArguments& arguments, const cublasLtMatmulAlgo_t& algorithm,
                   size_t workspace_bytes) {
  const auto& lt = *library();
  const auto input = [&](size_t i) {
    return i < arguments.inputs.size() ? arguments.inputs[i] : nullptr;
  };
  const auto stream = static_cast<cudaStream_t>(arguments.stream->native());
  if (const void* bias = input(2); bias != nullptr) {
    NIGHTJAR_TRY(checked(
        lt.set_operation(&operation_, CUBLASLT_MATMUL_DESC_BIAS_POINTER, &bias, sizeof bias),
        "a bias"));
  }
  void* y = arguments.outputs[0];
  // A workspace that is not aligned is refused even when none of it is used.
  void* workspace = workspace_bytes == 0 ? nullptr : arguments.workspace;
  const void* residual = beta_ == 0.0f ? y : input(3);
  return checked(
      lt.matmul(lt.handle, &operation_, &alpha_, input(1), &left_, input(0), &right_, &beta_,
                residual, &result_, y, &result_, &algorithm, workspace, workspace_bytes, stream),
      "to run");
}

}  // namespace nightjar::kernels::cublaslt

#endif
