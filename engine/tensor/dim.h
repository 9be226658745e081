// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A dimension expression: a polynomial over named symbols, with floor division, min and max.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace nightjar::tensor {

/// Values of symbols, by name: what a set of input shapes binds.
using SymbolValues = std::map<std::string, int64_t>;

/// An integer expression kept in canonical form (a sum of products), so that equal expressions
/// compare equal: (N+1)*2 == 2*N+2. Symbols stand for extents, so they are never negative.
/// Constants saturate instead of wrapping; evaluate() refuses overflow. Immutable, cheap to copy.
class Dim {
 public:
  Dim() = default;  ///< Zero.
  Dim(int64_t constant);
  static Dim symbol(const std::string& name);

  friend Dim operator+(const Dim& a, const Dim& b);
  friend Dim operator-(const Dim& a, const Dim& b);
  friend Dim operator*(const Dim& a, const Dim& b);
  /// Quotient rounded towards minus infinity; exact division is simplified away.
  static Dim floor_div(const Dim& a, const Dim& b);
  static Dim ceil_div(const Dim& a, const Dim& b);
  static Dim min(const Dim& a, const Dim& b);
  static Dim max(const Dim& a, const Dim& b);

  bool operator==(const Dim& other) const;
  /// Set when the expression has no symbols.
  std::optional<int64_t> constant() const;
  /// A bound that holds for all non-negative values of the symbols, where one is known.
  std::optional<int64_t> lower_bound() const;
  /// The value under `symbols`; fails on a missing symbol, division by zero or overflow.
  Result<int64_t> evaluate(const SymbolValues& symbols) const;
  /// Appends every symbol's name, repeated names possible.
  void collect_symbols(std::vector<std::string>& names) const;
  /// The expression with some symbols replaced.
  Dim substitute(const std::map<std::string, Dim>& replacements) const;
  /// "2*N + 1", "floordiv(H + 1, 2)".
  std::string to_string() const;

  void write(ByteWriter& out) const;
  static Result<Dim> read(ByteReader& in, int depth = 0);

 private:
  struct Atom;  // a symbol, or floordiv/min/max/product of two expressions
  using AtomPtr = std::shared_ptr<const Atom>;
  struct Term {  // coefficient * product of atoms, atoms sorted by key
    int64_t coefficient = 0;
    std::vector<AtomPtr> atoms;
  };

  enum class AtomKind : uint8_t { kSymbol, kFloorDiv, kMin, kMax, kProduct };
  static const char* name_of(AtomKind kind);
  static Dim combine(AtomKind kind, const Dim& a, const Dim& b);
  /// The min or max that the whole expression is, or nullptr.
  const Atom* lone_atom(AtomKind kind) const;
  /// Whether a <= b for all non-negative symbols, as far as looking `depth` levels deep can tell.
  static bool at_most(const Dim& a, const Dim& b, int depth);

  static Result<int64_t> evaluate_atom(const Atom& atom, const SymbolValues& symbols);

  static Dim from_terms(std::vector<Term> terms);
  static Dim from_atom(Atom atom);
  static std::optional<Dim> exact_quotient(const Dim& a, const Dim& b);
  static std::string key_of(const Term& term);

  std::vector<Term> terms_;  // sorted by key, no zero coefficients
};

}  // namespace nightjar::tensor
