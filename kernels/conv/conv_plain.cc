// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.plain.v1: converts one image at a time to row-major planes of one type; groups with many
// output channels become packed products over the windows, groups with few are summed directly.
#include <utility>

#include "kernels/common/threads.h"
#include "kernels/common/workspace.h"
#include "kernels/conv/channel_epilogue.h"
#include "kernels/conv/conv.h"
#include "kernels/conv/tactics.h"
#include "kernels/conv/window_columns.h"
#include "kernels/gemm/packed_gemm.h"

namespace nightjar::kernels {
namespace {

template <typename T>
class PlainConv final : public Launchable {
 public:
  PlainConv(ConvProblem problem, int threads)
      : problem_(std::move(problem)),
        threads_(threads),
        geometry_(conv_geometry(dims_of(problem_.x), dims_of(problem_.y), dims_of(problem_.w),
                                problem_.window)),
        x_order_(channel_order(problem_.x.layout, dims_of(problem_.x))),
        epilogue_(problem_.bias, problem_.residual, problem_.y, problem_.activation) {
    const tensor::Dims w = dims_of(problem_.w);
    outputs_each_ = w[0] / problem_.group;
    inputs_each_ = w[1];
    depth_ = inputs_each_ * product(geometry_.kernel);
    positions_ = product(geometry_.narrow);
    is_direct_ = outputs_each_ < kPanelRows;
    x_ = plan_.add<T>(x_order_.channels * x_order_.spatial);
    w_ = plan_.add<T>(w[0] * depth_);
    sums_ = plan_.add<T>(w[0] * positions_);
    scratch_ = plan_.add<T>(w[0] * positions_);
    if (is_direct_) return;
    rows_ = plan_.add<T>(problem_.group * packed_rows_count<T>(outputs_each_, depth_));
    columns_ = plan_.add<T>(packed_columns_count<T>(depth_, positions_));
  }

  size_t workspace_bytes() const override { return plan_.byte_count(); }

  Status launch(const LaunchArguments& arguments) override {
    const WorkspaceView workspace(arguments.workspace);
    load_weights(arguments.inputs[1], workspace);
    const int64_t channels = problem_.group * outputs_each_;
    for (int64_t n = 0; n < x_order_.batch && positions_ > 0; ++n) {
      load_image(n, arguments.inputs[0], workspace);
      if (is_direct_) {
        for_each_index(channels, threads_, [&](int64_t o) { sum_directly(o, workspace); });
      } else {
        for (int64_t g = 0; g < problem_.group; ++g) multiply(g, workspace);
      }
      for_each_index(channels, threads_, [&](int64_t o) {
        epilogue_.finish(n, o, workspace.at(sums_) + o * positions_,
                         workspace.at(scratch_) + o * positions_, arguments);
      });
    }
    return {};
  }

 private:
  void load_weights(const void* from, const WorkspaceView& workspace) const {
    const int64_t rows = problem_.group * outputs_each_;
    load_spaced(problem_.w.type, from, 1, rows * depth_, workspace.at(w_));
    if (is_direct_) return;
    const int64_t packed = packed_rows_count<T>(outputs_each_, depth_);
    for (int64_t g = 0; g < problem_.group; ++g) {
      const T* group = workspace.at(w_) + g * outputs_each_ * depth_;
      pack_rows<T>({group, depth_, 1}, outputs_each_, depth_, workspace.at(rows_) + g * packed,
                   threads_);
    }
  }

  void load_image(int64_t n, const void* from, const WorkspaceView& workspace) const {
    const int64_t bytes_each = element_bytes(problem_.x.type);
    for_each_index(x_order_.channels, threads_, [&](int64_t c) {
      load_spaced(problem_.x.type, at(from, x_order_.offset(n, c), bytes_each),
                  x_order_.spatial_stride, x_order_.spatial,
                  workspace.at(x_) + c * x_order_.spatial);
    });
  }

  void multiply(int64_t group, const WorkspaceView& workspace) const {
    const T* image = workspace.at(x_) + group * inputs_each_ * x_order_.spatial;
    pack_window_columns(geometry_, image, inputs_each_, workspace.at(columns_), threads_);
    PackedProduct<T> packed;
    packed.m = outputs_each_;
    packed.n = packed.c_row_stride = positions_;
    packed.k = depth_;
    packed.rows = workspace.at(rows_) + group * packed_rows_count<T>(outputs_each_, depth_);
    packed.columns = workspace.at(columns_);
    packed.c = workspace.at(sums_) + group * outputs_each_ * positions_;
    multiply_packed(packed, threads_);
  }

  void sum_directly(int64_t o, const WorkspaceView& workspace) const {
    T* sums = workspace.at(sums_) + o * positions_;
    std::fill_n(sums, positions_, T(0));
    const T* weight = workspace.at(w_) + o * depth_;
    const int64_t first_channel = o / outputs_each_ * inputs_each_;
    const int64_t stride = geometry_.strides[2];
    for (int64_t c = 0; c < inputs_each_; ++c) {
      const T* plane = workspace.at(x_) + (first_channel + c) * x_order_.spatial;
      for (int64_t k = 0; k < product(geometry_.kernel); ++k) {
        const T factor = *weight++;
        for_each_run(geometry_, kernel_position(geometry_, k),
                     [&](int64_t narrow, int64_t wide, int64_t count) {
                       T* sum = sums + narrow;
                       const T* source = plane + wide;
                       for (int64_t i = 0; i < count; ++i) sum[i] += factor * source[i * stride];
                     });
      }
    }
  }

  ConvProblem problem_;
  int threads_;
  ConvGeometry geometry_;
  ChannelOrder x_order_;
  ChannelEpilogue<T> epilogue_;
  int64_t outputs_each_ = 0, inputs_each_ = 0;  ///< Channels in one group.
  int64_t depth_ = 0;                           ///< Products summed for one output.
  int64_t positions_ = 0;                       ///< Outputs of one channel of one image.
  bool is_direct_ = false;
  WorkspacePlan plan_;
  WorkspaceSlot<T> x_, w_, sums_, scratch_, rows_, columns_;
};

class PlainConvTactic final : public Tactic {
 public:
  std::string_view name() const override { return "conv.plain.v1"; }
  std::string_view family() const override { return "conv"; }
  TacticSource source() const override { return TacticSource::kPlain; }

  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    const auto conv = ConvProblem::from_problem(problem);
    return conv.ok() &&
           has_plain_types(std::array{conv->x, conv->w, conv->bias, conv->residual, conv->y},
                           conv->activation);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte>,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(ConvProblem conv, ConvProblem::from_problem(problem));
    return open_plain<PlainConv>(std::move(conv), device.info().cores);
  }
};

}  // namespace

const Tactic* conv_plain_tactic() {
  static const PlainConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
