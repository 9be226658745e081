// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// gemm.plain.v1: converts to one type, packs into panels, multiplies, finishes row by row.
#include <algorithm>
#include <type_traits>
#include <utility>

#include "base/check.h"
#include "kernels/common/convert.h"
#include "kernels/common/threads.h"
#include "kernels/common/workspace.h"
#include "kernels/gemm/gemm_extents.h"
#include "kernels/gemm/packed_gemm.h"
#include "kernels/gemm/tactics.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

int64_t count_of(const tensor::TensorDesc& desc) {
  return desc.type == DataType::kUndefined ? 0 : tensor::element_count(dims_of(desc));
}

template <typename T>
class PlainGemm final : public Launchable {
 public:
  PlainGemm(GemmProblem problem, int threads)
      : problem_(std::move(problem)),
        threads_(threads),
        extents_(gemm_extents(problem_)),
        a_count_(count_of(problem_.a)),
        b_count_(count_of(problem_.b)),
        bias_count_(count_of(problem_.bias)),
        is_empty_(count_of(problem_.y) == 0) {
    a_ = plan_.add<T>(a_count_);
    b_ = plan_.add<T>(b_count_);
    bias_ = plan_.add<T>(bias_count_);
    rows_ = plan_.add<T>(packed_rows_count<T>(extents_.m, extents_.k));
    columns_ = plan_.add<T>(packed_columns_count<T>(extents_.k, extents_.n));
    sums_ = plan_.add<T>(extents_.m * extents_.n);
    line_ = plan_.add<T>(extents_.m * extents_.n);
    y_dims_ = dims_of(problem_.y);
    if (problem_.has_bias()) bias_strides_ = broadcast_strides(dims_of(problem_.bias), y_dims_);
  }

  size_t workspace_bytes() const override { return plan_.byte_count(); }

  Status launch(const LaunchArguments& arguments) override {
    if (is_empty_) return {};
    const WorkspaceView workspace(arguments.workspace);
    const auto& inputs = arguments.inputs;
    load_function<T>(problem_.a.type)(inputs[0], a_count_, workspace.at(a_));
    load_function<T>(problem_.b.type)(inputs[1], b_count_, workspace.at(b_));
    if (problem_.has_bias()) {
      load_function<T>(problem_.bias.type)(inputs[2], bias_count_, workspace.at(bias_));
    }
    for (int64_t i = 0; i < extents_.batch(); ++i) {
      multiply(i, workspace);
      for_each_index(extents_.m, threads_, [&](int64_t row) {
        finish_row(i * extents_.m + row, row, workspace, arguments);
      });
    }
    return {};
  }

 private:
  void multiply(int64_t i, const WorkspaceView& workspace) const {
    const auto [m, n, k] = std::tuple(extents_.m, extents_.n, extents_.k);
    const auto index = static_cast<size_t>(i);
    const T* a = workspace.at(a_) + extents_.a_matrix[index] * m * k;
    const T* b = workspace.at(b_) + extents_.b_matrix[index] * k * n;
    const MatrixView<T> left = problem_.trans_a ? MatrixView<T>{a, 1, m} : MatrixView<T>{a, k, 1};
    const MatrixView<T> right = problem_.trans_b ? MatrixView<T>{b, 1, k} : MatrixView<T>{b, n, 1};
    pack_rows(left, m, k, workspace.at(rows_), threads_);
    const bool same_columns = i > 0 && extents_.b_matrix[index] == extents_.b_matrix[index - 1];
    if (!same_columns) pack_columns(right, k, n, workspace.at(columns_), threads_);
    multiply_packed<T>(
        {m, n, k, workspace.at(rows_), workspace.at(columns_), workspace.at(sums_), n}, threads_);
  }

  /// `y_row` counts over the whole output, `row` within the current product.
  void finish_row(int64_t y_row, int64_t row, const WorkspaceView& workspace,
                  const LaunchArguments& arguments) const {
    const int64_t n = extents_.n;
    T* sums = workspace.at(sums_) + row * n;
    if (problem_.alpha != 1) {
      for (int64_t j = 0; j < n; ++j) sums[j] = static_cast<T>(sums[j] * problem_.alpha);
    }
    if (problem_.has_bias()) add_bias(y_row, workspace.at(bias_), sums);
    if (problem_.has_residual()) {
      T* line = workspace.at(line_) + row * n;
      const DataType type = problem_.residual.type;
      load_function<T>(type)(at(arguments.inputs[3], y_row * n, element_bytes(type)), n, line);
      for (int64_t j = 0; j < n; ++j) sums[j] += line[j];
    }
    if constexpr (std::is_floating_point_v<T>) {
      activate(problem_.activation, std::span<T>(sums, static_cast<size_t>(n)));
    }
    const DataType type = problem_.y.type;
    store_function<T>(type)(sums, n, at(arguments.outputs[0], y_row * n, element_bytes(type)));
  }

  void add_bias(int64_t y_row, const T* bias, T* sums) const {
    int64_t offset = 0;
    int64_t rest = y_row;
    for (size_t axis = y_dims_.size() - 1; axis-- > 0;) {
      offset += rest % y_dims_[axis] * bias_strides_[axis];
      rest /= y_dims_[axis];
    }
    const int64_t stride = bias_strides_.back();
    for (int64_t j = 0; j < extents_.n; ++j) sums[j] += bias[offset + j * stride];
  }

  GemmProblem problem_;
  int threads_;
  GemmExtents extents_;
  int64_t a_count_, b_count_, bias_count_;
  bool is_empty_;
  tensor::Dims y_dims_, bias_strides_;
  WorkspacePlan plan_;
  WorkspaceSlot<T> a_, b_, bias_, rows_, columns_, sums_, line_;
};

class PlainGemmTactic final : public Tactic {
 public:
  std::string_view name() const override { return "gemm.plain.v1"; }
  std::string_view family() const override { return "gemm"; }
  TacticSource source() const override { return TacticSource::kPlain; }

  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    const auto gemm = GemmProblem::from_problem(problem);
    if (!gemm.ok()) return false;
    const bool integers = tensor::is_integer(gemm->y.type);
    for (const tensor::TensorDesc* desc : {&gemm->a, &gemm->b, &gemm->bias, &gemm->residual}) {
      if (desc->type == DataType::kUndefined) continue;
      if (!is_convertible(desc->type) || tensor::is_integer(desc->type) != integers) return false;
    }
    const bool plain_sum = gemm->alpha == 1 && gemm->activation == Activation{};
    return is_convertible(gemm->y.type) && (!integers || plain_sum);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(GemmProblem gemm, GemmProblem::from_problem(problem));
    const int threads = device.info().cores;
    std::unique_ptr<Launchable> opened;
    if (tensor::is_integer(gemm.y.type)) {
      opened = std::make_unique<PlainGemm<uint64_t>>(std::move(gemm), threads);
    } else if (gemm.y.type == DataType::kFloat64) {
      opened = std::make_unique<PlainGemm<double>>(std::move(gemm), threads);
    } else {
      opened = std::make_unique<PlainGemm<float>>(std::move(gemm), threads);
    }
    return opened;
  }
};

}  // namespace

const Tactic* gemm_plain_tactic() {
  static const PlainGemmTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
