// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// quantized_conv.depthwise.v1: our own depthwise convolution of bytes, channels last, in two
// spatial axes, with AVX512-VNNI.
//
// The blob: magic, channels, padding to 64, then for each block of 64 channels the weights
// [row groups, kernel columns, 4, 64] int8, the scales and the shifts [4, 16] float32 each.
#include <array>
#include <cstring>
#include <limits>

#include "base/bytes.h"
#include "kernels/common/threads.h"
#include "kernels/quantized/depthwise_row.h"
#include "kernels/quantized/quantized_conv.h"
#include "kernels/quantized/tactics.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

constexpr uint32_t kMagic = 0x31444a4e;  // "NJD1"
constexpr size_t kAlignment = 64;
constexpr int64_t kMostKernelRows = 16;
constexpr float kUnbounded = std::numeric_limits<float>::infinity();

/// Extents of one such convolution.
struct Shape {
  int64_t channels = 0, kernel_rows = 0, kernel_columns = 0;

  explicit Shape(const QuantizedConvProblem& conv)
      : channels(*conv.w.shape[0].constant()),
        kernel_rows(*conv.w.shape[2].constant()),
        kernel_columns(*conv.w.shape[3].constant()) {}

  int64_t blocks() const { return (channels + kDepthwiseBlock - 1) / kDepthwiseBlock; }
  int64_t groups() const { return (kernel_rows + kDepthwiseRows - 1) / kDepthwiseRows; }
  size_t weight_bytes() const {
    return static_cast<size_t>(groups() * kernel_columns * kDepthwiseParts * kDepthwiseBlock);
  }
  size_t block_bytes() const { return weight_bytes() + 2 * kDepthwiseBlock * sizeof(float); }
};

bool is_ours(const QuantizedConvProblem& conv) {
  const bool has_shape = conv.w.shape.size() == 4 && conv.w.shape[0].constant() &&
                         conv.w.shape[2].constant() && conv.w.shape[3].constant();
  if (!has_shape || conv.x.layout != tensor::Layout::kChannelsLast || conv.has_residual() ||
      conv.y.type == DataType::kFloat16) {
    return false;
  }
  const Shape shape(conv);
  const ActivationKind kind = conv.requantization.activation.kind;
  const bool is_depthwise = conv.group == shape.channels && conv.w.shape[1].constant() == 1 &&
                            conv.x.shape[1].constant() == shape.channels;
  const bool is_simple = kind == ActivationKind::kNone || kind == ActivationKind::kRelu ||
                         kind == ActivationKind::kClip;
  return is_depthwise && is_simple && conv.window.dilations == tensor::Dims{1, 1} &&
         shape.kernel_rows <= kMostKernelRows;
}

/// 0x80 turns int8 into bytes that count from -128.
uint8_t flip_of(const QuantizedConvProblem& conv) {
  return conv.x.type == DataType::kInt8 ? 0x80 : 0;
}

/// What stands for zero among the flipped bytes.
int64_t flipped_zero(const QuantizedConvProblem& conv) {
  return conv.requantization.x_zero + flip_of(conv);
}

double y_unit(const QuantizedConvProblem& conv) {
  return is_byte(conv.y.type) ? conv.requantization.y_scale : 1;
}

/// The weights of a channel into its place among its block's.
int64_t place_weights(const Shape& shape, const int8_t* from, const DepthwisePlace& place,
                      int8_t* to) {
  int64_t sum = 0;
  for (int64_t r = 0; r < shape.kernel_rows; ++r) {
    for (int64_t k = 0; k < shape.kernel_columns; ++k) {
      const int64_t column = r / kDepthwiseRows * shape.kernel_columns + k;
      const int8_t weight = from[r * shape.kernel_columns + k];
      to[(column * kDepthwiseParts + place.part) * kDepthwiseBlock + place.lane * kDepthwiseRows +
         r % kDepthwiseRows] = weight;
      sum += weight;
    }
  }
  return sum;
}

std::vector<std::byte> pack(const QuantizedConvProblem& conv, const Shape& shape,
                            std::span<const tensor::HostTensor> constants) {
  ByteWriter out;
  out.put(kMagic);
  out.put(static_cast<uint32_t>(shape.channels));
  out.pad_to(kAlignment);
  const auto weights = constants[kQuantizedW].as<int8_t>();
  const auto scales = constants[kScale].as<float>();
  const int64_t taps = shape.kernel_rows * shape.kernel_columns;
  for (int64_t block = 0; block < shape.blocks(); ++block) {
    std::vector<int8_t> placed(shape.weight_bytes(), 0);
    std::array<float, kDepthwiseBlock> scale{}, shift{};
    const int64_t first = block * kDepthwiseBlock;
    const int64_t count = std::min(kDepthwiseBlock, shape.channels - first);
    for (int64_t c = 0; c < count; ++c) {
      const DepthwisePlace place = depthwise_place(c);
      const auto channel = static_cast<size_t>(first + c);
      const int64_t sum =
          place_weights(shape, weights.data() + (first + c) * taps, place, placed.data());
      const double bias = conv.has_bias() ? constants[kBias].as<float>()[channel] : 0.0;
      const double zero = static_cast<double>(flipped_zero(conv) * sum) * scales[channel];
      const auto at = static_cast<size_t>(place.part * 16 + place.lane);
      scale[at] = static_cast<float>(scales[channel] / y_unit(conv));
      shift[at] = static_cast<float>((bias - zero) / y_unit(conv));
    }
    out.put_bytes(std::as_bytes(std::span(placed)));
    out.put_bytes(std::as_bytes(std::span(scale)));
    out.put_bytes(std::as_bytes(std::span(shift)));
  }
  return out.take();
}

class DepthwiseLaunch final : public Launchable {
 public:
  DepthwiseLaunch(const QuantizedConvProblem& conv, const std::byte* blocks, int threads)
      : conv_(conv),
        shape_(conv),
        x_(dims_of(conv.x)),
        y_(dims_of(conv.y)),
        blocks_(blocks),
        threads_(threads) {
    const size_t needed =
        depthwise_scratch_bytes(shape_.kernel_rows, x_[3], shape_.kernel_columns,
                                conv.window.pads_begin[1] + conv.window.pads_end[1]);
    scratch_bytes_ = (needed + kAlignment - 1) / kAlignment * kAlignment;
    describe_row();
  }

  size_t workspace_bytes() const override {
    return scratch_bytes_ * static_cast<size_t>(threads_) + kAlignment;
  }

  Status launch(const LaunchArguments& arguments) override {
    const auto raw = reinterpret_cast<uintptr_t>(arguments.workspace);
    const uintptr_t aligned = (raw + kAlignment - 1) / kAlignment * kAlignment;
    for_each_share(y_[0] * y_[2], threads_, [&](int thread, int64_t begin, int64_t end) {
      auto* scratch =
          reinterpret_cast<uint8_t*>(aligned) + static_cast<size_t>(thread) * scratch_bytes_;
      for (int64_t row = begin; row < end; ++row) {
        for (int64_t block = 0; block < shape_.blocks(); ++block) {
          run(arguments, row, block, scratch);
        }
      }
    });
    return {};
  }

 private:
  void describe_row() {
    const Requantization& given = conv_.requantization;
    const Activation& activation = given.activation;
    row_.row_count = shape_.kernel_rows;
    row_.columns = x_[3];
    row_.kernel_columns = shape_.kernel_columns;
    row_.stride = conv_.window.strides[1];
    row_.pad = conv_.window.pads_begin[1];
    row_.channels = shape_.channels;
    row_.flip = flip_of(conv_);
    row_.fill = static_cast<uint8_t>(flipped_zero(conv_));
    row_.low = -kUnbounded;
    row_.high = kUnbounded;
    if (activation.kind == ActivationKind::kRelu) row_.low = 0;
    if (activation.kind == ActivationKind::kClip) {
      row_.low = static_cast<float>(activation.alpha / y_unit(conv_));
      row_.high = static_cast<float>(activation.beta / y_unit(conv_));
    }
    row_.zero = static_cast<int32_t>(given.y_zero);
    row_.y_type = conv_.y.type;
    row_.y_columns = y_[3];
    if (!is_byte(conv_.y.type)) return;
    // Nothing beyond a byte matters, and integers shall hold it.
    row_.low = std::max(row_.low, -512.0f);
    row_.high = std::min(row_.high, 512.0f);
  }

  void run(const LaunchArguments& arguments, int64_t image_row, int64_t block,
           uint8_t* scratch) const {
    DepthwiseRow row = row_;
    const int64_t image = image_row / y_[2], y_row = image_row % y_[2];
    const int64_t first = block * kDepthwiseBlock;
    const auto* x = static_cast<const uint8_t*>(arguments.inputs[kQuantizedX]) + first;
    std::array<const uint8_t*, kMostKernelRows> rows{};
    for (int64_t r = 0; r < shape_.kernel_rows; ++r) {
      const int64_t x_row = y_row * conv_.window.strides[0] + r - conv_.window.pads_begin[0];
      const bool is_inside = x_row >= 0 && x_row < x_[2];
      rows[static_cast<size_t>(r)] =
          is_inside ? x + (image * x_[2] + x_row) * x_[3] * shape_.channels : nullptr;
    }
    row.rows = rows.data();
    row.block_channels = std::min(kDepthwiseBlock, shape_.channels - first);
    const std::byte* packed = blocks_ + static_cast<size_t>(block) * shape_.block_bytes();
    row.weights = reinterpret_cast<const int8_t*>(packed);
    row.scale = reinterpret_cast<const float*>(packed + shape_.weight_bytes());
    row.shift = row.scale + kDepthwiseBlock;
    const int64_t y_bytes = is_byte(conv_.y.type) ? 1 : sizeof(float);
    row.y = static_cast<std::byte*>(arguments.outputs[0]) +
            (image_row * y_[3] * shape_.channels + first) * y_bytes;
    run_depthwise_row(row, scratch);
  }

  QuantizedConvProblem conv_;
  Shape shape_;
  tensor::Dims x_, y_;
  const std::byte* blocks_;
  int threads_;
  size_t scratch_bytes_ = 0;
  DepthwiseRow row_;
};

class DepthwiseQuantizedConvTactic final : public Tactic {
 public:
  std::string_view name() const override { return "quantized_conv.depthwise.v1"; }
  std::string_view family() const override { return "quantized_conv"; }
  TacticSource source() const override { return TacticSource::kOwn; }

  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    if (!has_depthwise_row()) return false;
    const auto conv = QuantizedConvProblem::from_problem(problem);
    return conv.ok() && is_ours(*conv);
  }

  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const QuantizedConvProblem conv, QuantizedConvProblem::from_problem(problem));
    NIGHTJAR_ASSIGN(auto packed, packed_operands(name(), problem, constants));
    return Prepared{pack(conv, Shape(conv), constants), std::move(packed)};
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const QuantizedConvProblem conv, QuantizedConvProblem::from_problem(problem));
    const Shape shape(conv);
    ByteReader in(blob);
    NIGHTJAR_ASSIGN(const uint32_t magic, in.get<uint32_t>());
    NIGHTJAR_ASSIGN(const uint32_t channels, in.get<uint32_t>());
    NIGHTJAR_TRY(in.skip_to(kAlignment));
    NIGHTJAR_ASSIGN(const auto blocks, in.get_bytes(in.remaining()));
    const size_t wanted = static_cast<size_t>(shape.blocks()) * shape.block_bytes();
    if (magic != kMagic || channels != shape.channels || blocks.size() != wanted) {
      return invalid_input("packed weights do not fit their kernel; build the plan again.");
    }
    std::unique_ptr<Launchable> opened =
        std::make_unique<DepthwiseLaunch>(conv, blocks.data(), device.info().cores);
    return opened;
  }
};

}  // namespace

const Tactic* quantized_conv_depthwise_tactic() {
  static const DepthwiseQuantizedConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
