// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.own.lines.v2: our own depthwise convolution in two spatial axes, channels last or in
// blocks of 16, float32 or bfloat16 with sums in float32. Rows of the window are laid out with
// their pads in the first- or second-level cache and used for all output rows that need them. A
// configuration is the number of channels that are taken together: "c16".
//
// The blob: magic, channels, padding to 64, then [blocks of 16][kernel rows][kernel columns][16].
#include <array>

#include "base/bytes.h"
#include "kernels/common/channel_order.h"
#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/common/threads.h"
#include "kernels/conv/conv.h"
#include "kernels/conv/own/depthwise_line.h"
#include "kernels/conv/own/line_values.h"
#include "kernels/conv/own/row_ring.h"
#include "kernels/conv/tactics.h"
#include "kernels/product/finish.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

constexpr uint32_t kMagic = 0x31574a4e;  // "NJW1"
constexpr size_t kAlignment = 64;
constexpr int64_t kMostKernelRows = 16;
constexpr size_t kMostBlocks = 4;
constexpr std::array<int64_t, 3> kChannelsTogether = {16, 32, 64};

bool has_our_type(const tensor::TensorDesc& desc) {
  return desc.type == DataType::kFloat32 || desc.type == DataType::kBFloat16;
}

bool is_ours(const ConvProblem& conv) {
  const auto w = tensor::constant_dims(conv.w.shape);
  if (!w || w->size() != 4 || (*w)[1] != 1 || (*w)[0] != conv.group || conv.has_residual() ||
      (*w)[2] > kMostKernelRows || tensor::element_count(*w) == 0) {
    return false;
  }
  const bool has_types = has_our_type(conv.x) && conv.w.type == conv.x.type &&
                         has_our_type(conv.y) &&
                         (!conv.has_bias() || conv.bias.type == DataType::kFloat32);
  return has_types && conv.x.shape[1].constant() == conv.group &&
         conv.x.layout != tensor::Layout::kRowMajor && conv.x.layout == conv.y.layout;
}

int64_t blocks_of(int64_t channels) { return (channels + kLineChannels - 1) / kLineChannels; }

int64_t channels_together(const std::string& config) {
  for (const int64_t channels : kChannelsTogether) {
    if (config == "c" + std::to_string(channels)) return channels;
  }
  return 0;
}

std::vector<std::byte> pack(const tensor::Dims& w, const tensor::HostTensor& weights) {
  const int64_t taps = w[2] * w[3];
  std::vector<float> packed(static_cast<size_t>(blocks_of(w[0]) * taps * kLineChannels), 0);
  for (int64_t c = 0; c < w[0]; ++c) {
    for (int64_t tap = 0; tap < taps; ++tap) {
      const int64_t to = (c / kLineChannels * taps + tap) * kLineChannels + c % kLineChannels;
      packed[static_cast<size_t>(to)] = static_cast<float>(weights.value_at(c * taps + tap));
    }
  }
  ByteWriter out;
  out.put(kMagic);
  out.put(static_cast<uint32_t>(w[0]));
  out.pad_to(kAlignment);
  out.put_bytes(std::as_bytes(std::span(packed)));
  return out.take();
}

class DepthwiseConv final : public Launchable {
 public:
  DepthwiseConv(const ConvProblem& conv, const float* weights, int64_t together, int threads)
      : conv_(conv),
        x_(dims_of(conv.x)),
        y_(dims_of(conv.y)),
        w_(dims_of(conv.w)),
        x_order_(channel_order(conv.x.layout, x_)),
        y_order_(channel_order(conv.y.layout, y_)),
        weights_(weights),
        blocks_together_(together / kLineChannels),
        threads_(threads_for(tensor::element_count(y_) * w_[2] * w_[3] / 8, threads)) {
    const Bounds bounds = bounds_of(conv.activation).value_or(Bounds{});
    line_.kernel_rows = w_[2];
    line_.kernel_columns = w_[3];
    line_.stride = conv.window.strides[1];
    line_.dilation = conv.window.dilations[1];
    line_.y_columns = y_[3];
    line_.low = bounds.low;
    line_.high = bounds.high;
    line_.is_silu = conv.activation.kind == ActivationKind::kSilu;
    const int64_t columns = std::max(line_.columns_read(), x_[3] + conv.window.pads_begin[1]);
    ring_ = {(w_[2] - 1) * conv.window.dilations[0] + 1, columns * kLineChannels};
  }

  size_t workspace_bytes() const override {
    return static_cast<size_t>(threads_ * thread_floats()) * sizeof(float) + kAlignment;
  }

  Status launch(const LaunchArguments& arguments) override {
    if (tensor::element_count(y_) == 0) return {};
    const auto raw = reinterpret_cast<uintptr_t>(arguments.workspace);
    auto* scratch = reinterpret_cast<float*>((raw + kAlignment - 1) / kAlignment * kAlignment);
    const int64_t groups = (blocks_of(w_[0]) + blocks_together_ - 1) / blocks_together_;
    const int64_t parts = std::clamp<int64_t>(threads_ / (y_[0] * groups), 1, y_[2]);
    for_each_share(y_[0] * groups * parts, threads_, [&](int thread, int64_t begin, int64_t end) {
      for (int64_t unit = begin; unit < end; ++unit) {
        const int64_t part = unit % parts, first = unit / parts % groups * blocks_together_;
        run({unit / parts / groups, first, std::min(blocks_together_, blocks_of(w_[0]) - first),
             y_[2] * part / parts, y_[2] * (part + 1) / parts, scratch + thread * thread_floats()},
            arguments);
      }
    });
    return {};
  }

 private:
  /// Output rows of some blocks of an image. Scratch holds rings, biases and a line of results.
  struct Strip {
    int64_t image, first_block, block_count, first_row, last_row;
    float* scratch;
  };

  bool is_activated_in_line() const {
    return line_.is_silu || bounds_of(conv_.activation).has_value();
  }
  int64_t thread_floats() const {
    return blocks_together_ * (ring_.floats() + kLineChannels) + y_[3] * kLineChannels;
  }
  int64_t channels_in(int64_t block) const {
    return std::min(kLineChannels, w_[0] - block * kLineChannels);
  }
  float* bias_of(const Strip& strip, int64_t block) const {
    return strip.scratch + blocks_together_ * ring_.floats() + block * kLineChannels;
  }

  void run(const Strip& strip, const LaunchArguments& arguments) const {
    const int64_t stride = conv_.window.strides[0];
    int64_t first = strip.first_row * stride - conv_.window.pads_begin[0];
    std::array<std::optional<RowRing>, kMostBlocks> rings;
    for (int64_t block = 0; block < strip.block_count; ++block) {
      rings[static_cast<size_t>(block)].emplace(ring_, strip.scratch + block * ring_.floats(),
                                                first);
      copy_bias(strip, block, arguments);
    }
    for (int64_t row = strip.first_row; row < strip.last_row; ++row, first += stride) {
      for (int64_t block = 0; block < strip.block_count; ++block) {
        rings[static_cast<size_t>(block)]->move_to(first, [&](int64_t wide_row, float* to) {
          lay_out(strip.image, strip.first_block + block, wide_row, arguments, to);
        });
      }
      for (int64_t block = 0; block < strip.block_count; ++block) {
        DepthwiseLine line = line_;
        std::array<const float*, kMostKernelRows> rows{};
        for (int64_t r = 0; r < w_[2]; ++r) {
          rows[static_cast<size_t>(r)] =
              rings[static_cast<size_t>(block)]->row(first + r * conv_.window.dilations[0]);
        }
        line.rows = rows.data();
        finish(strip, block, row, line, arguments);
      }
    }
  }

  void copy_bias(const Strip& strip, int64_t block, const LaunchArguments& arguments) const {
    float* to = bias_of(strip, block);
    std::fill_n(to, kLineChannels, 0.0f);
    if (!conv_.has_bias()) return;
    const int64_t channel = (strip.first_block + block) * kLineChannels;
    const auto* bias = static_cast<const float*>(arguments.inputs[2]) + channel;
    std::copy_n(bias, channels_in(strip.first_block + block), to);
  }

  void lay_out(int64_t image, int64_t block, int64_t wide_row, const LaunchArguments& arguments,
               float* to) const {
    to += conv_.window.pads_begin[1] * kLineChannels;
    if (wide_row < 0 || wide_row >= x_[2]) {
      std::fill_n(to, x_[3] * kLineChannels, 0.0f);
      return;
    }
    const int64_t offset = x_order_.offset(image, block * kLineChannels, wide_row * x_[3]);
    load_pixels({conv_.x.type, x_order_.spatial_stride, channels_in(block)},
                at(arguments.inputs[0], offset, element_bytes(conv_.x.type)), x_[3], to);
  }

  /// Straight to y where nothing is left to do with the sums.
  void finish(const Strip& strip, int64_t block, int64_t row, DepthwiseLine& line,
              const LaunchArguments& arguments) const {
    const int64_t index = strip.first_block + block, channels = channels_in(index);
    line.weights = weights_ + index * w_[2] * w_[3] * kLineChannels;
    line.bias = bias_of(strip, block);
    const int64_t offset = y_order_.offset(strip.image, index * kLineChannels, row * y_[3]);
    void* y = at(arguments.outputs[0], offset, element_bytes(conv_.y.type));
    if (is_activated_in_line() && channels == kLineChannels && conv_.y.type == DataType::kFloat32) {
      line.y = static_cast<float*>(y);
      line.y_stride = y_order_.spatial_stride;
      return run_depthwise_line(line);
    }
    line.y = bias_of(strip, blocks_together_);
    line.y_stride = kLineChannels;
    run_depthwise_line(line);
    if (!is_activated_in_line()) {
      activate_values(conv_.activation, y_[3] * kLineChannels, line.y);
    }
    store_pixels({conv_.y.type, y_order_.spatial_stride, channels}, line.y, y_[3], y);
  }

  ConvProblem conv_;
  tensor::Dims x_, y_, w_;
  ChannelOrder x_order_, y_order_;
  const float* weights_;
  int64_t blocks_together_;
  int threads_;
  DepthwiseLine line_;
  RingShape ring_;
};

class DepthwiseConvTactic final : public Tactic {
 public:
  std::string_view name() const override { return "conv.own.lines.v2"; }
  std::string_view family() const override { return "conv"; }
  TacticSource source() const override { return TacticSource::kOwn; }

  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    const auto conv = ConvProblem::from_problem(problem);
    return conv.ok() && is_ours(*conv);
  }

  std::vector<std::string> configs(const Problem&, const device::DeviceInfo&) const override {
    std::vector<std::string> names;
    for (const int64_t channels : kChannelsTogether)
      names.push_back("c" + std::to_string(channels));
    return names;
  }

  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    if (constants.size() < 2 || !constants[1].defined()) {
      return unsupported("conv.own.lines.v2 needs constant weights.");
    }
    return Prepared{pack(dims_of(conv.w), constants[1]), {1}};
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    const tensor::Dims w = dims_of(conv.w);
    const int64_t together = channels_together(config);
    ByteReader in(blob);
    NIGHTJAR_ASSIGN(const uint32_t magic, in.get<uint32_t>());
    NIGHTJAR_ASSIGN(const uint32_t channels, in.get<uint32_t>());
    NIGHTJAR_TRY(in.skip_to(kAlignment));
    const auto floats = static_cast<size_t>(blocks_of(w[0]) * w[2] * w[3] * kLineChannels);
    if (together == 0 || magic != kMagic || channels != static_cast<uint64_t>(w[0]) ||
        in.remaining() != floats * sizeof(float)) {
      return invalid_input("packed weights do not fit their kernel; build the plan again.");
    }
    NIGHTJAR_ASSIGN(const auto packed, in.get_bytes(floats * sizeof(float)));
    std::unique_ptr<Launchable> opened = std::make_unique<DepthwiseConv>(
        conv, reinterpret_cast<const float*>(packed.data()), together, device.info().cores);
    return opened;
  }
};

}  // namespace

const Tactic* conv_depthwise_tactic() {
  static const DepthwiseConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
