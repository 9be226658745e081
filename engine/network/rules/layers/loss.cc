// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Losses over classes: NegativeLogLikelihoodLoss and SoftmaxCrossEntropyLoss.
#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

/// Loss (X [N, C, …], target [N, …], [weight of each class]).
Outputs infer_loss(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 3));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_rank(in, 0, 2));
  if (type_of(in, 1) != DataType::kInt32 && type_of(in, 1) != DataType::kInt64) {
    return invalid_input("the target is not int32 or int64");
  }
  const Shape& x = shape_of(in, 0);
  Shape places = x;
  places.erase(places.begin() + 1);
  NIGHTJAR_ASSIGN(places, agree(places, shape_of(in, 1), "scores and target"));
  if (given(in, 2)) NIGHTJAR_TRY(agree(shape_of(in, 2), {x[1]}, "weights and classes"));
  const std::string reduction = in.op.attributes.get_string("reduction", "mean");
  if (reduction != "none" && reduction != "sum" && reduction != "mean") {
    return invalid_input("attribute 'reduction' is '" + reduction + "'");
  }
  auto outputs = one_output(type_of(in, 0), reduction == "none" ? places : Shape{});
  if (in.op.type == "SoftmaxCrossEntropyLoss") {
    outputs.push_back({TensorDesc{type_of(in, 0), x}, std::nullopt});
  }
  return outputs;
}

}  // namespace

void add_loss_rules(RuleTable& table) {
  table["NegativeLogLikelihoodLoss"] = infer_loss;
  table["SoftmaxCrossEntropyLoss"] = infer_loss;
}

}  // namespace nightjar::network::rules
