// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/dim.h"

#include <algorithm>

#include "engine/tensor/dim_atom.h"

namespace nightjar::tensor {
namespace {

/// Products that would print longer than this stay unexpanded, so that hostile sums cannot explode.
constexpr size_t kMaxExpandedLength = 1024;
constexpr int kMaxCompareDepth = 4;

}  // namespace

const char* Dim::name_of(AtomKind kind) {
  switch (kind) {
    case AtomKind::kFloorDiv:
      return "floordiv";
    case AtomKind::kMin:
      return "min";
    case AtomKind::kMax:
      return "max";
    case AtomKind::kProduct:
      return "product";
    case AtomKind::kSymbol:
      break;
  }
  return "symbol";
}

std::string Dim::key_of(const Term& term) {
  std::string key;
  for (const AtomPtr& atom : term.atoms) key += (key.empty() ? "" : "*") + atom->key;
  return key;
}

Dim::Dim(int64_t constant) {
  if (constant != 0) terms_.push_back({constant, {}});
}

Dim Dim::from_atom(Atom atom) {
  atom.key = atom.kind == AtomKind::kSymbol
                 ? atom.name
                 : std::string(name_of(atom.kind)) + "(" + atom.left.to_string() + ", " +
                       atom.right.to_string() + ")";
  Dim dim;
  dim.terms_.push_back({1, {std::make_shared<const Atom>(std::move(atom))}});
  return dim;
}

Dim Dim::symbol(const std::string& name) {
  Atom atom;
  atom.name = name;
  return from_atom(std::move(atom));
}

Dim Dim::from_terms(std::vector<Term> terms) {
  std::map<std::string, Term> by_key;
  for (Term& term : terms) {
    auto [slot, is_new] = by_key.try_emplace(key_of(term), term);
    if (is_new) continue;
    slot->second.coefficient = saturating_add(slot->second.coefficient, term.coefficient);
  }
  Dim dim;
  for (auto& [key, term] : by_key) {
    if (term.coefficient != 0) dim.terms_.push_back(std::move(term));
  }
  return dim;
}

Dim operator+(const Dim& a, const Dim& b) {
  std::vector<Dim::Term> terms = a.terms_;
  terms.insert(terms.end(), b.terms_.begin(), b.terms_.end());
  return Dim::from_terms(std::move(terms));
}

Dim operator-(const Dim& a, const Dim& b) { return a + b * Dim(-1); }

Dim operator*(const Dim& a, const Dim& b) {
  const size_t expanded_length =
      a.terms_.size() * b.to_string().size() + b.terms_.size() * a.to_string().size();
  const bool is_scaling = a.constant().has_value() || b.constant().has_value();
  if (!is_scaling && expanded_length > kMaxExpandedLength) {
    const bool ordered = a.to_string() <= b.to_string();
    Dim::Atom atom{Dim::AtomKind::kProduct, {}, ordered ? a : b, ordered ? b : a, {}};
    return Dim::from_atom(std::move(atom));
  }
  std::vector<Dim::Term> terms;
  for (const Dim::Term& x : a.terms_) {
    for (const Dim::Term& y : b.terms_) {
      Dim::Term product{saturating_multiply(x.coefficient, y.coefficient), x.atoms};
      product.atoms.insert(product.atoms.end(), y.atoms.begin(), y.atoms.end());
      std::sort(product.atoms.begin(), product.atoms.end(),
                [](const auto& p, const auto& q) { return p->key < q->key; });
      terms.push_back(std::move(product));
    }
  }
  return Dim::from_terms(std::move(terms));
}

std::optional<Dim> Dim::exact_quotient(const Dim& a, const Dim& b) {
  if (b.terms_.size() != 1) return std::nullopt;
  const Term& divisor = b.terms_.front();
  std::vector<Term> terms;
  for (Term term : a.terms_) {
    if (divisor.coefficient == -1) {
      term.coefficient = saturating_multiply(term.coefficient, -1);
    } else {
      if (term.coefficient % divisor.coefficient != 0) return std::nullopt;
      term.coefficient /= divisor.coefficient;
    }
    for (const AtomPtr& atom : divisor.atoms) {
      const auto found = std::find_if(term.atoms.begin(), term.atoms.end(),
                                      [&](const AtomPtr& x) { return x->key == atom->key; });
      if (found == term.atoms.end()) return std::nullopt;
      term.atoms.erase(found);
    }
    terms.push_back(std::move(term));
  }
  return from_terms(std::move(terms));
}

Dim Dim::floor_div(const Dim& a, const Dim& b) {
  const auto x = a.constant(), y = b.constant();
  if (x && y && *y != 0) return Dim(floor_quotient(*x, *y));
  if (a == b) return Dim(1);
  if (auto quotient = exact_quotient(a, b)) return *quotient;
  return from_atom({AtomKind::kFloorDiv, {}, a, b, {}});
}

Dim Dim::ceil_div(const Dim& a, const Dim& b) { return floor_div(a + b - Dim(1), b); }

Dim Dim::min(const Dim& a, const Dim& b) {
  if (at_most(a, b, kMaxCompareDepth)) return a;
  if (at_most(b, a, kMaxCompareDepth)) return b;
  return from_atom({AtomKind::kMin, {}, a, b, {}});
}

Dim Dim::max(const Dim& a, const Dim& b) {
  if (at_most(b, a, kMaxCompareDepth)) return a;
  if (at_most(a, b, kMaxCompareDepth)) return b;
  return from_atom({AtomKind::kMax, {}, a, b, {}});
}

Dim Dim::combine(AtomKind kind, const Dim& a, const Dim& b) {
  switch (kind) {
    case AtomKind::kFloorDiv:
      return floor_div(a, b);
    case AtomKind::kMin:
      return min(a, b);
    case AtomKind::kMax:
      return max(a, b);
    default:
      return a * b;
  }
}

bool Dim::operator==(const Dim& other) const {
  return std::equal(terms_.begin(), terms_.end(), other.terms_.begin(), other.terms_.end(),
                    [](const Term& x, const Term& y) {
                      return x.coefficient == y.coefficient && key_of(x) == key_of(y);
                    });
}

std::optional<int64_t> Dim::constant() const {
  if (terms_.empty()) return 0;
  if (terms_.size() == 1 && terms_.front().atoms.empty()) return terms_.front().coefficient;
  return std::nullopt;
}

std::string Dim::to_string() const {
  if (terms_.empty()) return "0";
  std::string text;
  for (const Term& term : terms_) {
    std::string part = key_of(term);
    const bool negative = term.coefficient < 0;
    const uint64_t magnitude = negative ? 0 - static_cast<uint64_t>(term.coefficient)
                                        : static_cast<uint64_t>(term.coefficient);
    if (part.empty()) {
      part = std::to_string(magnitude);
    } else if (magnitude != 1) {
      part = std::to_string(magnitude) + "*" + part;
    }
    text += text.empty() ? (negative ? "-" : "") : (negative ? " - " : " + ");
    text += part;
  }
  return text;
}

}  // namespace nightjar::tensor
