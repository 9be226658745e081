// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// gemm.own.product.v2: our own float32 product, b packed at build where it is constant, else in
// each launch. A configuration is the tile: "14x32".
#include "kernels/common/plain_tactic.h"
#include "kernels/gemm/gemm_extents.h"
#include "kernels/gemm/tactics.h"
#include "kernels/product/finish.h"
#include "kernels/product/packed_columns.h"
#include "kernels/product/product.h"

namespace nightjar::kernels {
namespace {

bool is_float32_or_absent(const tensor::TensorDesc& desc) {
  return desc.type == tensor::DataType::kUndefined || desc.type == tensor::DataType::kFloat32;
}

/// A bias is one value a column, or none.
bool is_ours(const GemmProblem& gemm) {
  const bool is_float32 = gemm.a.type == tensor::DataType::kFloat32 && gemm.b.type == gemm.a.type &&
                          gemm.y.type == gemm.a.type && is_float32_or_absent(gemm.bias) &&
                          is_float32_or_absent(gemm.residual);
  const auto n = gemm.n().constant(), k = gemm.k().constant();
  if (!is_float32 || !n || !k || *n == 0 || *k == 0) return false;
  if (!gemm.has_bias()) return true;
  const auto bias = tensor::constant_dims(gemm.bias.shape);
  return bias && !bias->empty() && bias->back() == *n && tensor::element_count(*bias) == *n;
}

RightSide right_side(const GemmProblem& gemm, const float* data) {
  RightSide side;
  side.data = data;
  side.depth = *gemm.k().constant();
  side.count = *gemm.n().constant();
  side.column_stride = gemm.trans_b ? side.depth : 1;
  side.run_stride = gemm.trans_b ? 1 : side.count;
  return side;
}

class ProductGemm final : public Launchable {
 public:
  /// `columns` is nullptr where b is known at launch only.
  ProductGemm(GemmProblem gemm, const TileShape& shape, const float* columns, int threads)
      : gemm_(std::move(gemm)), extents_(gemm_extents(gemm_)), columns_(columns) {
    plan_ = {extents_.m, extents_.n, extents_.k, shape};
    plan_.threads = threads_for(plan_.steps(), threads);
    packed_floats_ = columns ? 0 : packed_floats(extents_.k, extents_.n, shape.columns);
  }

  size_t workspace_bytes() const override {
    return static_cast<size_t>(packed_floats_ + plan_.scratch_floats()) * sizeof(float);
  }

  Status launch(const LaunchArguments& arguments) override {
    for (int64_t i = 0; i < extents_.batch(); ++i) multiply(i, arguments);
    return {};
  }

 private:
  void multiply(int64_t i, const LaunchArguments& arguments) const {
    const auto index = static_cast<size_t>(i);
    auto* packed = static_cast<float*>(arguments.workspace);
    const float* columns = columns_;
    if (columns == nullptr) {
      const auto* b = static_cast<const float*>(arguments.inputs[1]) +
                      extents_.b_matrix[index] * extents_.k * extents_.n;
      pack_columns(right_side(gemm_, b), plan_.shape.columns, packed);
      columns = packed;
    }
    const auto* a = static_cast<const float*>(arguments.inputs[0]) +
                    extents_.a_matrix[index] * extents_.m * extents_.k;
    const int64_t row_stride = gemm_.trans_a ? 1 : extents_.k;
    const int64_t k_stride = gemm_.trans_a ? extents_.m : 1;
    run_product(
        plan_, columns, packed + packed_floats_,
        [&](int64_t row, int64_t first_k, int64_t count, float* to) {
          copy_values(a + row * row_stride + first_k * k_stride, k_stride, count, to, 1);
        },
        [&](const FinishedTile& tile) { finish(tile, i * extents_.m * extents_.n, arguments); });
  }

  void finish(const FinishedTile& tile, int64_t base, const LaunchArguments& arguments) const {
    const int64_t first = base + tile.first_row * extents_.n + tile.first_column;
    if (gemm_.alpha != 1) {
      scale_values(static_cast<float>(gemm_.alpha), tile.row_count * tile.width, tile.sums);
    }
    RowsToFinish rows{tile.row_count, tile.column_count, tile.sums, tile.width};
    if (gemm_.has_bias()) {
      rows.bias = static_cast<const float*>(arguments.inputs[2]) + tile.first_column;
    }
    if (gemm_.has_residual())
      rows.residual = static_cast<const float*>(arguments.inputs[3]) + first;
    rows.y = static_cast<float*>(arguments.outputs[0]) + first;
    rows.stride = extents_.n;
    finish_rows(rows, gemm_.activation);
  }

  GemmProblem gemm_;
  GemmExtents extents_;
  const float* columns_;
  ProductPlan plan_;
  int64_t packed_floats_ = 0;
};

class ProductGemmTactic final : public Tactic {
 public:
  std::string_view name() const override { return "gemm.own.product.v2"; }
  std::string_view family() const override { return "gemm"; }
  TacticSource source() const override { return TacticSource::kOwn; }

  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    const auto gemm = GemmProblem::from_problem(problem);
    return gemm.ok() && is_ours(*gemm) && !tile_shapes().empty();
  }

  std::vector<std::string> configs(const Problem&, const device::DeviceInfo&) const override {
    return tile_names();
  }

  Result<Prepared> prepare(const Problem& problem, const std::string& config,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const GemmProblem gemm, GemmProblem::from_problem(problem));
    NIGHTJAR_ASSIGN(const TileShape shape, tile_named(config));
    const bool is_matrix = constants.size() > 1 && constants[1].defined() &&
                           constants[1].count() == *gemm.n().constant() * *gemm.k().constant();
    if (!is_matrix) return Prepared{};
    const RightSide b = right_side(gemm, constants[1].as<float>().data());
    return Prepared{columns_blob(b, shape.columns), {1}};
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(GemmProblem gemm, GemmProblem::from_problem(problem));
    NIGHTJAR_ASSIGN(const TileShape shape, tile_named(config));
    const float* columns = nullptr;
    if (!blob.empty()) {
      const RightSide b = right_side(gemm, nullptr);
      NIGHTJAR_ASSIGN(columns, columns_in(blob, b.depth, b.count, shape.columns));
    }
    std::unique_ptr<Launchable> opened =
        std::make_unique<ProductGemm>(std::move(gemm), shape, columns, device.info().cores);
    return opened;
  }
};

}  // namespace

const Tactic* gemm_product_tactic() {
  static const ProductGemmTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
