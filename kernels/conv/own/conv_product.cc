// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.own.product.v2: our own float32 convolution of one group, in any layout, as a product of
// its windows and constant weights. Windows are laid out a few tiles at a time, never all of them;
// those of one tap can be read where they lie. A configuration is the tile: "14x32", or
// "direct:14x32" where nothing is laid out, or "strips:14x32" where whole lines are.
#include <array>
#include <optional>
#include <utility>

#include "kernels/common/plain_tactic.h"
#include "kernels/conv/own/rows_in_place.h"
#include "kernels/conv/own/strip_conv.h"
#include "kernels/conv/own/tile_result.h"
#include "kernels/conv/own/window_rows.h"
#include "kernels/conv/tactics.h"
#include "kernels/product/packed_columns.h"
#include "kernels/product/product.h"

namespace nightjar::kernels {
namespace {

bool is_float32_or_absent(const tensor::TensorDesc& desc) {
  return desc.type == tensor::DataType::kUndefined || desc.type == tensor::DataType::kFloat32;
}

bool is_ours(const ConvProblem& conv) {
  const auto w = tensor::constant_dims(conv.w.shape);
  const bool is_float32 = conv.x.type == tensor::DataType::kFloat32 && conv.w.type == conv.x.type &&
                          conv.y.type == conv.x.type && is_float32_or_absent(conv.bias) &&
                          is_float32_or_absent(conv.residual);
  return is_float32 && conv.group == 1 && w && tensor::element_count(*w) > 0;
}

/// Weights [O, C, taps], their rows in the order of WindowRows.
RightSide weights_of(const ConvProblem& conv, const float* data) {
  const tensor::Dims w = dims_of(conv.w);
  const int64_t taps = tensor::element_count(w) / (w[0] * w[1]);
  RightSide side;
  side.data = data;
  side.depth = side.column_stride = w[1] * taps;
  side.count = w[0];
  if (WindowRows::is_by_channel(conv)) {
    side.run_stride = 1;
  } else {
    side.run_length = w[1];
    side.row_stride = taps;
    side.run_stride = 1;
  }
  return side;
}

/// How the left side is read, as the beginning of a configuration's name says.
enum class Reading : uint8_t { kLaidOut, kDirect, kStrips };
constexpr std::array<std::pair<std::string_view, Reading>, 3> kReadings = {
    {{"", Reading::kLaidOut}, {"direct:", Reading::kDirect}, {"strips:", Reading::kStrips}}};

/// Windows of one tap share no lines.
bool can_read(const ConvProblem& conv, Reading reading) {
  const bool has_one_tap = may_read_in_place(conv);
  if (reading == Reading::kDirect) return has_one_tap;
  return reading == Reading::kLaidOut || (!has_one_tap && may_read_strips(conv));
}

struct Config {
  TileShape shape;
  Reading reading = Reading::kLaidOut;
};

Result<Config> config_named(const ConvProblem& conv, const std::string& name) {
  for (const auto& [prefix, reading] : kReadings) {
    if (prefix.empty() || !name.starts_with(prefix)) continue;
    if (!can_read(conv, reading)) {
      return unsupported("the windows of this convolution cannot be read as '" + name + "' says.");
    }
    NIGHTJAR_ASSIGN(const TileShape shape, tile_named(name.substr(prefix.size())));
    return Config{shape, reading};
  }
  NIGHTJAR_ASSIGN(const TileShape shape, tile_named(name));
  return Config{shape};
}

class ProductConv final : public Launchable {
 public:
  ProductConv(const ConvProblem& conv, const Config& config, const float* weights, int threads)
      : windows_(conv), result_(conv), weights_(weights) {
    if (config.reading == Reading::kDirect) in_place_ = rows_in_place(conv);
    plan_ = {windows_.count(), *conv.w.shape[0].constant(), windows_.depth(), config.shape};
    plan_.threads = threads_for(plan_.steps(), threads);
    plan_.reads_in_place = in_place_.has_value();
  }

  size_t workspace_bytes() const override {
    return static_cast<size_t>(plan_.scratch_floats()) * sizeof(float);
  }

  Status launch(const LaunchArguments& arguments) override {
    const auto* x = static_cast<const float*>(arguments.inputs[0]);
    if (in_place_) {
      LeftRows rows = *in_place_;
      rows.data = x;
      return run(rows, arguments);
    }
    return run([&](int64_t row, int64_t first_k, int64_t count,
                   float* to) { windows_.read(x, row, first_k, count, to); },
               arguments);
  }

 private:
  template <typename Left>
  Status run(const Left& left, const LaunchArguments& arguments) const {
    run_product(plan_, weights_, static_cast<float*>(arguments.workspace), left,
                [&](const FinishedTile& tile) { result_.finish(tile, arguments); });
    return {};
  }

  WindowRows windows_;
  TileResult result_;
  const float* weights_;
  std::optional<LeftRows> in_place_;
  ProductPlan plan_;
};

class ProductConvTactic final : public Tactic {
 public:
  std::string_view name() const override { return "conv.own.product.v2"; }
  std::string_view family() const override { return "conv"; }
  TacticSource source() const override { return TacticSource::kOwn; }

  bool supports(const Problem& problem, const device::DeviceInfo&) const override {
    const auto conv = ConvProblem::from_problem(problem);
    return conv.ok() && is_ours(*conv) && !tile_shapes().empty();
  }

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo&) const override {
    const auto conv = ConvProblem::from_problem(problem);
    std::vector<std::string> names;
    for (const auto& [prefix, reading] : kReadings) {
      if (!conv.ok() || !can_read(*conv, reading)) continue;
      for (const std::string& tile : tile_names()) names.push_back(std::string(prefix) + tile);
    }
    return names;
  }

  Result<Prepared> prepare(const Problem& problem, const std::string& config,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    NIGHTJAR_ASSIGN(const Config chosen, config_named(conv, config));
    if (constants.size() < 2 || !constants[1].defined()) {
      return unsupported("conv.own.product.v2 needs constant weights.");
    }
    const RightSide weights = weights_of(conv, constants[1].as<float>().data());
    return Prepared{columns_blob(weights, chosen.shape.columns), {1}};
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    NIGHTJAR_ASSIGN(const Config chosen, config_named(conv, config));
    const RightSide weights = weights_of(conv, nullptr);
    NIGHTJAR_ASSIGN(const float* columns,
                    columns_in(blob, weights.depth, weights.count, chosen.shape.columns));
    if (chosen.reading == Reading::kStrips) {
      return make_strip_conv(conv, chosen.shape, columns, device.info().cores);
    }
    std::unique_ptr<Launchable> opened =
        std::make_unique<ProductConv>(conv, chosen, columns, device.info().cores);
    return opened;
  }
};

}  // namespace

const Tactic* conv_product_tactic() {
  static const ProductConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
