// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Cast, CastLike and BitCast: other types for the same values, or for the same bits.
#include "engine/lower/rules/rule.h"
#include "kernels/pointwise/pointwise.h"

namespace nightjar::lower::rules {
namespace {

using tensor::DataType;

/// Integers that float32 would round once before a half type rounds them again.
bool rounds_twice(DataType from, DataType to) {
  const bool is_half = to == DataType::kFloat16 || to == DataType::kBFloat16;
  return is_half && tensor::is_integer(from) && tensor::bits_of(from) > 16;
}

Result<LoweredOp> lower_cast(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_one_layout());
  if (lowering.input(0).desc == lowering.output().desc) return lowering.take_alias();
  kernels::Problem problem{.family = "pointwise", .attributes = {}, .inputs = {}, .outputs = {}};
  problem.attributes.set("expression", std::string("in0"));
  const DataType to = lowering.output().desc.type;
  if (rounds_twice(lowering.input(0).desc.type, to)) {
    problem.attributes.set("compute", std::string("f64"));
  }
  const auto& attributes = lowering.attributes();
  if (tensor::is_small_float(to) && attributes.get_int("saturate", 1) == 0) {
    problem.attributes.set("saturate", int64_t{0});
  }
  const std::string mode = attributes.get_string("round_mode", "up");
  if (to == DataType::kFloat8E8M0 && mode != "up") problem.attributes.set("round_mode", mode);
  lowering.add_step(std::move(problem), {lowering.input_in_memory(0)},
                    {lowering.output_in_memory()});
  return lowering.take();
}

Result<LoweredOp> lower_bit_cast(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  return lowering.take_alias();
}

/// The like-tensor of CastLike says nothing of the layout.
bool cast_layout(const Lowering& lowering, tensor::Layout layout) {
  return lowering.op().inputs.size() == 1 && activations_fit(lowering, layout);
}

}  // namespace

void add_cast_rules(RuleTable& table) {
  table["Cast"] = {lower_cast, cast_layout};
  table["CastLike"] = {lower_cast, cast_layout};
  table["BitCast"] = {lower_bit_cast, nullptr};
}

}  // namespace nightjar::lower::rules
