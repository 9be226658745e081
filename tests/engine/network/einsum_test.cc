// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/einsum.h"

#include "tests/engine/network/draft.h"

namespace nightjar::network {
namespace {

TEST(Einsum, LabelsEqualLettersEqually) {
  const EinsumAxes axes = parse_einsum("bij, bjk -> bik", {3, 3}).value();
  EXPECT_EQ(axes.inputs[0], (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(axes.inputs[1], (std::vector<int>{0, 2, 3}));
  EXPECT_EQ(axes.output, (std::vector<int>{0, 1, 3}));
  EXPECT_EQ(axes.label_count, 4);
}

TEST(Einsum, TheEllipsisBroadcastsFromTheLastAxis) {
  const Dim batch = Dim::symbol("B");
  Draft draft;
  const TensorId a = draft.input("a", {batch, 4, 5, 6}), b = draft.input("b", {4, 6, 7});
  const NamedValues equation = {{"equation", word("...ij,...jk->...ik")}};
  EXPECT_EQ(draft.shape(draft.op("Einsum", {a, b}, equation)), "Bx4x5x7");
}

TEST(Einsum, TheOutputIsImpliedWithoutAnArrow) {
  Draft draft;
  const TensorId a = draft.input("a", {2, 3}), b = draft.input("b", {3, 4});
  EXPECT_EQ(draft.shape(draft.op("Einsum", {a, b}, {{"equation", word("cb,ba")}})), "4x2");
  EXPECT_EQ(draft.shape(draft.op("Einsum", {draft.input("s", {3, 3})}, {{"equation", word("ii")}})),
            "scalar");
}

TEST(Einsum, RefusesEquationsThatDoNotFit) {
  EXPECT_FALSE(parse_einsum("ij,jk->ik", {2}).ok());
  EXPECT_FALSE(parse_einsum("ij->ij", {3}).ok());
  EXPECT_FALSE(parse_einsum("i1->i", {2}).ok());
  EXPECT_FALSE(parse_einsum("ij->iz", {2}).ok());
  EXPECT_FALSE(parse_einsum("ij->ii", {2}).ok());
  EXPECT_FALSE(parse_einsum("i..j->ij", {2}).ok());
  Draft draft;
  const TensorId a = draft.input("a", {2, 3}), b = draft.input("b", {4, 5});
  EXPECT_NE(draft.refusal("Einsum", {a, b}, {{"equation", word("ij,jk->ik")}}).find("broadcast"),
            std::string::npos);
}

}  // namespace
}  // namespace nightjar::network
