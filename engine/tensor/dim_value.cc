// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/tensor/dim.h"
#include "engine/tensor/dim_atom.h"

namespace nightjar::tensor {
namespace {

constexpr int kMaxDepth = 128;
constexpr uint32_t kMaxTerms = 1024;

using Bound = std::optional<int64_t>;

}  // namespace

std::optional<int64_t> Dim::lower_bound() const {
  const auto of_atom = [](const Atom& atom) -> Bound {
    if (atom.kind == AtomKind::kSymbol) return 0;
    const Bound left = atom.left.lower_bound(), right = atom.right.lower_bound();
    if (atom.kind == AtomKind::kMax && left && right) return std::max(*left, *right);
    if (atom.kind == AtomKind::kMax) return left ? left : right;
    if (!left || !right) return std::nullopt;
    if (atom.kind == AtomKind::kMin) return std::min(*left, *right);
    if (*left < 0 || *right < 0) {
      const Bound divisor = atom.right.constant();
      if (atom.kind != AtomKind::kFloorDiv || !divisor || *divisor <= 0) return std::nullopt;
      return floor_quotient(*left, *divisor);
    }
    if (atom.kind == AtomKind::kProduct) return saturating_multiply(*left, *right);
    const Bound divisor = atom.right.constant();
    return divisor && *divisor > 0 ? floor_quotient(*left, *divisor) : 0;
  };
  int64_t sum = 0;
  for (const Term& term : terms_) {
    int64_t product = term.coefficient;
    if (product < 0 && !term.atoms.empty()) return std::nullopt;
    for (const AtomPtr& atom : term.atoms) {
      const Bound bound = of_atom(*atom);
      if (!bound || (*bound < 0 && term.atoms.size() > 1)) return std::nullopt;
      product = saturating_multiply(product, *bound);
    }
    sum = saturating_add(sum, product);
  }
  return sum;
}

const Dim::Atom* Dim::lone_atom(AtomKind kind) const {
  const bool is_lone =
      terms_.size() == 1 && terms_.front().coefficient == 1 && terms_.front().atoms.size() == 1;
  if (!is_lone || terms_.front().atoms.front()->kind != kind) return nullptr;
  return terms_.front().atoms.front().get();
}

bool Dim::at_most(const Dim& a, const Dim& b, int depth) {
  if (const auto gap = (b - a).lower_bound(); gap && *gap >= 0) return true;
  if (depth == 0) return false;
  const auto below = [depth](const Dim& x, const Dim& y) { return at_most(x, y, depth - 1); };
  if (const Atom* low = a.lone_atom(AtomKind::kMin)) {
    if (below(low->left, b) || below(low->right, b)) return true;
  }
  if (const Atom* high = b.lone_atom(AtomKind::kMax)) {
    if (below(a, high->left) || below(a, high->right)) return true;
  }
  if (const Atom* high = a.lone_atom(AtomKind::kMax)) {
    if (below(high->left, b) && below(high->right, b)) return true;
  }
  const Atom* low = b.lone_atom(AtomKind::kMin);
  return low != nullptr && below(a, low->left) && below(a, low->right);
}

Result<int64_t> Dim::evaluate(const SymbolValues& symbols) const {
  const auto overflow = [this] {
    return invalid_input("dimension '" + to_string() + "' overflows");
  };
  int64_t sum = 0;
  for (const Term& term : terms_) {
    int64_t product = term.coefficient;
    for (const AtomPtr& atom : term.atoms) {
      NIGHTJAR_ASSIGN(const int64_t value, evaluate_atom(*atom, symbols));
      if (__builtin_mul_overflow(product, value, &product)) return overflow();
    }
    if (__builtin_add_overflow(sum, product, &sum)) return overflow();
  }
  return sum;
}

Result<int64_t> Dim::evaluate_atom(const Atom& atom, const SymbolValues& symbols) {
  if (atom.kind == AtomKind::kSymbol) {
    const auto found = symbols.find(atom.name);
    if (found == symbols.end()) return invalid_input("dimension '" + atom.name + "' has no value");
    return found->second;
  }
  NIGHTJAR_ASSIGN(const int64_t left, atom.left.evaluate(symbols));
  NIGHTJAR_ASSIGN(const int64_t right, atom.right.evaluate(symbols));
  if (atom.kind == AtomKind::kMin) return std::min(left, right);
  if (atom.kind == AtomKind::kMax) return std::max(left, right);
  if (atom.kind == AtomKind::kFloorDiv) {
    if (right == 0) return invalid_input("division by zero in dimension '" + atom.key + "'");
    return floor_quotient(left, right);
  }
  int64_t product = 0;
  if (__builtin_mul_overflow(left, right, &product)) {
    return invalid_input("dimension '" + atom.key + "' overflows");
  }
  return product;
}

void Dim::collect_symbols(std::vector<std::string>& names) const {
  for (const Term& term : terms_) {
    for (const AtomPtr& atom : term.atoms) {
      if (atom->kind == AtomKind::kSymbol) {
        names.push_back(atom->name);
      } else {
        atom->left.collect_symbols(names);
        atom->right.collect_symbols(names);
      }
    }
  }
}

Dim Dim::substitute(const std::map<std::string, Dim>& replacements) const {
  Dim sum;
  for (const Term& term : terms_) {
    Dim product(term.coefficient);
    for (const AtomPtr& atom : term.atoms) {
      if (atom->kind == AtomKind::kSymbol) {
        const auto found = replacements.find(atom->name);
        product = product * (found == replacements.end() ? symbol(atom->name) : found->second);
      } else {
        product = product * combine(atom->kind, atom->left.substitute(replacements),
                                    atom->right.substitute(replacements));
      }
    }
    sum = sum + product;
  }
  return sum;
}

void Dim::write(ByteWriter& out) const {
  out.put(static_cast<uint32_t>(terms_.size()));
  for (const Term& term : terms_) {
    out.put(term.coefficient);
    out.put(static_cast<uint32_t>(term.atoms.size()));
    for (const AtomPtr& atom : term.atoms) {
      out.put(static_cast<uint8_t>(atom->kind));
      if (atom->kind == AtomKind::kSymbol) {
        out.put_string(atom->name);
      } else {
        atom->left.write(out);
        atom->right.write(out);
      }
    }
  }
}

Result<Dim> Dim::read(ByteReader& in, int depth) {
  if (depth > kMaxDepth) return invalid_input("dimension expression nested too deeply");
  NIGHTJAR_ASSIGN(const uint32_t term_count, in.get_count(12));
  if (term_count > kMaxTerms) return invalid_input("dimension expression has too many terms");
  Dim sum;
  for (uint32_t t = 0; t < term_count; ++t) {
    NIGHTJAR_ASSIGN(const int64_t coefficient, in.get<int64_t>());
    NIGHTJAR_ASSIGN(const uint32_t atom_count, in.get_count(5));
    if (atom_count > kMaxTerms) return invalid_input("dimension expression has too many factors");
    Dim product(coefficient);
    for (uint32_t a = 0; a < atom_count; ++a) {
      NIGHTJAR_ASSIGN(const uint8_t kind, in.get<uint8_t>());
      if (kind > static_cast<uint8_t>(AtomKind::kProduct)) {
        return invalid_input("unknown kind of dimension expression");
      }
      if (kind == static_cast<uint8_t>(AtomKind::kSymbol)) {
        NIGHTJAR_ASSIGN(const std::string name, in.get_string());
        product = product * symbol(name);
        continue;
      }
      NIGHTJAR_ASSIGN(const Dim left, read(in, depth + 1));
      NIGHTJAR_ASSIGN(const Dim right, read(in, depth + 1));
      product = product * combine(static_cast<AtomKind>(kind), left, right);
    }
    sum = sum + product;
  }
  return sum;
}

}  // namespace nightjar::tensor
