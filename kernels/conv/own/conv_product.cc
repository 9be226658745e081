// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.own.product.v2: our own float32 convolution of one group, in any layout, as a product of
// its windows and constant weights. Windows are laid out a few tiles at a time, never all of them;
// those of one tap can be read where they lie. A configuration is the tile: "14x32", or
// "direct:14x32" where nothing is laid out.
#include <optional>

#include "kernels/common/plain_tactic.h"
#include "kernels/conv/own/rows_in_place.h"
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

constexpr std::string_view kDirect = "direct:";

struct Config {
  TileShape shape;
  bool is_direct = false;
};

Result<Config> config_named(const ConvProblem& conv, const std::string& name) {
  const bool is_direct = name.starts_with(kDirect);
  if (is_direct && !may_read_in_place(conv)) {
    return unsupported("windows that have to be laid out cannot be read as '" + name + "' says.");
  }
  NIGHTJAR_ASSIGN(const TileShape shape,
                  tile_named(is_direct ? name.substr(kDirect.size()) : name));
  return Config{shape, is_direct};
}

class ProductConv final : public Launchable {
 public:
  ProductConv(const ConvProblem& conv, const Config& config, const float* weights, int threads)
      : windows_(conv), result_(conv), weights_(weights) {
    if (config.is_direct) in_place_ = rows_in_place(conv);
    plan_ = {windows_.count(), *conv.w.shape[0].constant(), windows_.depth(), config.shape,
             threads,          in_place_.has_value()};
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
    std::vector<std::string> names = tile_names();
    const auto conv = ConvProblem::from_problem(problem);
    if (!conv.ok() || !may_read_in_place(*conv)) return names;
    for (const std::string& name : tile_names()) names.push_back(std::string(kDirect) + name);
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
