// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Ops that give the same bytes another name, and the change of layout or type.
#include "engine/lower/rules/rule.h"
#include "kernels/fill/fill.h"
#include "kernels/reformat/reformat.h"

namespace nightjar::lower::rules {
namespace {

Result<LoweredOp> lower_renaming(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  return lowering.take_alias();
}

/// Keeps shape and order, so that any layout will do.
Result<LoweredOp> lower_identity(Lowering& lowering) {
  if (lowering.input(0).desc.layout != lowering.output().desc.layout) {
    return lowering.refuse("operands must lie in one layout");
  }
  return lowering.take_alias();
}

bool any_layout(const Lowering& lowering, tensor::Layout layout) {
  return activations_fit(lowering, layout);
}

/// A mask of ones beside the data that passes through.
Result<LoweredOp> lower_dropout(Lowering& lowering) {
  const tensor::HostTensor* training = lowering.constant(2);
  if (lowering.has_input(2) && (training == nullptr || training->integer_at(0) != 0)) {
    return lowering.refuse("training mode is not supported: export the model for inference");
  }
  if (!lowering.has_output(1)) return lower_identity(lowering);
  NIGHTJAR_TRY(lowering.expect_row_major());
  lowering.add_step(kernels::ReformatProblem{}.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument(0)});
  tensor::HostTensor one(tensor::DataType::kBool, {});
  one.set_integer(0, 1);
  kernels::FillProblem fill;
  lowering.add_step(fill.to_problem(), {lowering.add_constant(std::move(one))},
                    {lowering.output_argument(1)});
  return lowering.take();
}

Result<LoweredOp> lower_reformat(Lowering& lowering) {
  const auto& from = lowering.input(0).desc;
  const auto& to = lowering.output().desc;
  if (from.layout == to.layout && from.type == to.type) return lowering.take_alias();
  lowering.add_step(kernels::ReformatProblem{}.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument(0)});
  return lowering.take();
}

}  // namespace

void add_renaming_rules(RuleTable& table) {
  for (const char* type : {"Reshape", "Flatten", "Squeeze", "Unsqueeze"}) {
    table[type] = {lower_renaming, nullptr};
  }
  table["Identity"] = {lower_identity, any_layout};
  table["Dropout"] = {lower_dropout, nullptr};
  table["nightjar::Reformat"] = {lower_reformat, nullptr};
}

}  // namespace nightjar::lower::rules
