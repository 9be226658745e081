// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a product in a dimension expression is made of; shared by the files that implement Dim.
#pragma once

#include <string>

#include "engine/tensor/dim.h"

namespace nightjar::tensor {

struct Dim::Atom {
  AtomKind kind = AtomKind::kSymbol;
  std::string name;  // of a symbol
  Dim left, right;   // of the others
  std::string key;   // printed form; equal keys mean equal atoms
};

/// Quotient rounded towards minus infinity; `b` is not zero.
inline int64_t floor_quotient(int64_t a, int64_t b) {
  if (b == -1) return a == INT64_MIN ? INT64_MAX : -a;
  const int64_t quotient = a / b;
  return quotient - ((a % b != 0 && (a % b < 0) != (b < 0)) ? 1 : 0);
}

inline int64_t saturating_add(int64_t a, int64_t b) {
  int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return a < 0 ? INT64_MIN : INT64_MAX;
}

inline int64_t saturating_multiply(int64_t a, int64_t b) {
  int64_t product = 0;
  if (!__builtin_mul_overflow(a, b, &product)) return product;
  return (a < 0) != (b < 0) ? INT64_MIN : INT64_MAX;
}

}  // namespace nightjar::tensor
