// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv_transpose.plain.v1: one packed product gives every input position's contribution through
// every kernel position; output channels then gather theirs.
#include <array>
#include <utility>

#include "kernels/common/threads.h"
#include "kernels/common/workspace.h"
#include "kernels/conv/channel_epilogue.h"
#include "kernels/conv/conv_geometry.h"
#include "kernels/conv_transpose/conv_transpose.h"
#include "kernels/conv_transpose/tactics.h"
#include "kernels/gemm/packed_gemm.h"

namespace nightjar::kernels {
namespace {

template <typename T>
class PlainConvTranspose final : public Launchable {
 public:
  PlainConvTranspose(ConvTransposeProblem problem, int threads)
      : problem_(std::move(problem)),
        threads_(threads),
        geometry_(conv_geometry(dims_of(problem_.y), dims_of(problem_.x), dims_of(problem_.w),
                                problem_.window)),
        x_order_(channel_order(problem_.x.layout, dims_of(problem_.x))),
        epilogue_(problem_.bias, problem_.residual, problem_.y, problem_.activation) {
    const tensor::Dims w = dims_of(problem_.w);
    inputs_each_ = w[0] / problem_.group;
    outputs_each_ = w[1];
    taps_ = product(geometry_.kernel);
    narrow_ = product(geometry_.narrow);
    wide_ = product(geometry_.wide);
    const int64_t rows = outputs_each_ * taps_;
    x_ = plan_.add<T>(x_order_.channels * narrow_);
    w_ = plan_.add<T>(w[0] * rows);
    rows_ = plan_.add<T>(packed_rows_count<T>(rows, inputs_each_));
    columns_ = plan_.add<T>(packed_columns_count<T>(inputs_each_, narrow_));
    parts_ = plan_.add<T>(rows * narrow_);
    sums_ = plan_.add<T>(outputs_each_ * wide_);
    scratch_ = plan_.add<T>(outputs_each_ * wide_);
  }

  size_t workspace_bytes() const override { return plan_.byte_count(); }

  Status launch(const LaunchArguments& arguments) override {
    if (wide_ == 0) return {};
    const WorkspaceView workspace(arguments.workspace);
    load_spaced(problem_.w.type, arguments.inputs[1], 1, x_order_.channels * outputs_each_ * taps_,
                workspace.at(w_));
    for (int64_t n = 0; n < x_order_.batch; ++n) {
      load_image(n, arguments.inputs[0], workspace);
      for (int64_t g = 0; g < problem_.group; ++g) {
        multiply(g, workspace);
        for_each_index(outputs_each_, threads_, [&](int64_t o) {
          gather(o, workspace);
          epilogue_.finish(n, g * outputs_each_ + o, workspace.at(sums_) + o * wide_,
                           workspace.at(scratch_) + o * wide_, arguments);
        });
      }
    }
    return {};
  }

 private:
  void load_image(int64_t n, const void* from, const WorkspaceView& workspace) const {
    const int64_t bytes_each = element_bytes(problem_.x.type);
    for_each_index(x_order_.channels, threads_, [&](int64_t c) {
      load_spaced(problem_.x.type, at(from, x_order_.offset(n, c), bytes_each),
                  x_order_.spatial_stride, narrow_, workspace.at(x_) + c * narrow_);
    });
  }

  /// parts[o, tap, position] = sum over the group's channels of w[c, o, tap] * x[c, position].
  void multiply(int64_t group, const WorkspaceView& workspace) const {
    const int64_t rows = outputs_each_ * taps_;
    const T* weights = workspace.at(w_) + group * inputs_each_ * rows;
    const T* image = workspace.at(x_) + group * inputs_each_ * narrow_;
    pack_rows<T>({weights, 1, rows}, rows, inputs_each_, workspace.at(rows_), threads_);
    pack_columns<T>({image, narrow_, 1}, inputs_each_, narrow_, workspace.at(columns_), threads_);
    PackedProduct<T> packed;
    packed.m = rows;
    packed.n = packed.c_row_stride = narrow_;
    packed.k = inputs_each_;
    packed.rows = workspace.at(rows_);
    packed.columns = workspace.at(columns_);
    packed.c = workspace.at(parts_);
    multiply_packed(packed, threads_);
  }

  void gather(int64_t o, const WorkspaceView& workspace) const {
    T* sums = workspace.at(sums_) + o * wide_;
    std::fill_n(sums, wide_, T(0));
    const int64_t stride = geometry_.strides[2];
    for (int64_t k = 0; k < taps_; ++k) {
      const T* part = workspace.at(parts_) + (o * taps_ + k) * narrow_;
      for_each_run(geometry_, kernel_position(geometry_, k),
                   [&](int64_t narrow, int64_t wide, int64_t count) {
                     for (int64_t i = 0; i < count; ++i)
                       sums[wide + i * stride] += part[narrow + i];
                   });
    }
  }

  ConvTransposeProblem problem_;
  int threads_;
  ConvGeometry geometry_;  ///< y is wide, x is narrow.
  ChannelOrder x_order_;
  ChannelEpilogue<T> epilogue_;
  int64_t inputs_each_ = 0, outputs_each_ = 0;  ///< Channels in one group.
  int64_t taps_ = 0, narrow_ = 0, wide_ = 0;
  WorkspacePlan plan_;
  WorkspaceSlot<T> x_, w_, rows_, columns_, parts_, sums_, scratch_;
};

class PlainConvTransposeTactic final : public Tactic {
 public:
  std::string_view name() const override { return "conv_transpose.plain.v1"; }
  std::string_view family() const override { return "conv_transpose"; }
  TacticSource source() const override { return TacticSource::kPlain; }

  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    const auto conv = ConvTransposeProblem::from_problem(problem);
    return conv.ok() &&
           has_plain_types(std::array{conv->x, conv->w, conv->bias, conv->residual, conv->y},
                           conv->activation);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(ConvTransposeProblem conv, ConvTransposeProblem::from_problem(problem));
    return open_plain<PlainConvTranspose>(std::move(conv), device.info().cores);
  }
};

}  // namespace

const Tactic* conv_transpose_plain_tactic() {
  static const PlainConvTransposeTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
