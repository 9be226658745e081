// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/dim.h"

#include <algorithm>

#include "base/check.h"

namespace nightjar::tensor {

namespace {

enum class AtomKind : uint8_t { kSymbol, kFloorDiv, kMin, kMax };

constexpr int kMaxDepth = 32;
constexpr uint32_t kMaxTerms = 256;

int64_t floor_quotient(int64_t a, int64_t b) {
  const int64_t quotient = a / b;
  return quotient - ((a % b != 0 && (a % b < 0) != (b < 0)) ? 1 : 0);
}

const char* name_of(AtomKind kind) {
  switch (kind) {
    case AtomKind::kFloorDiv:
      return "floordiv";
    case AtomKind::kMin:
      return "min";
    case AtomKind::kMax:
      return "max";
    case AtomKind::kSymbol:
      break;
  }
  return "symbol";
}

}  // namespace

struct Dim::Atom {
  AtomKind kind = AtomKind::kSymbol;
  std::string name;  // of a symbol
  Dim left, right;   // of the others
  std::string key;   // printed form; equal keys mean equal atoms
};

std::string Dim::key_of(const Term& term) {
  std::string key;
  for (const AtomPtr& atom : term.atoms) key += (key.empty() ? "" : "*") + atom->key;
  return key;
}

Dim::Dim(int64_t constant) {
  if (constant != 0) terms_.push_back({constant, {}});
}

Dim Dim::from_atom(Atom atom) {
  atom.key = atom.kind == AtomKind::kSymbol ? atom.name
                                            : std::string(nightjar::tensor::name_of(atom.kind)) +
                                                  "(" + atom.left.to_string() + ", " +
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
    if (!is_new) slot->second.coefficient += term.coefficient;
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
  std::vector<Dim::Term> terms;
  for (const Dim::Term& x : a.terms_) {
    for (const Dim::Term& y : b.terms_) {
      Dim::Term product{x.coefficient * y.coefficient, x.atoms};
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
    if (term.coefficient % divisor.coefficient != 0) return std::nullopt;
    term.coefficient /= divisor.coefficient;
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
  Atom atom;
  atom.kind = AtomKind::kFloorDiv;
  atom.left = a;
  atom.right = b;
  return from_atom(std::move(atom));
}

Dim Dim::ceil_div(const Dim& a, const Dim& b) { return floor_div(a + b - Dim(1), b); }

Dim Dim::min(const Dim& a, const Dim& b) {
  if (const auto gap = (a - b).constant()) return *gap <= 0 ? a : b;
  Atom atom;
  atom.kind = AtomKind::kMin;
  atom.left = a;
  atom.right = b;
  return from_atom(std::move(atom));
}

Dim Dim::max(const Dim& a, const Dim& b) {
  if (const auto gap = (a - b).constant()) return *gap >= 0 ? a : b;
  Atom atom;
  atom.kind = AtomKind::kMax;
  atom.left = a;
  atom.right = b;
  return from_atom(std::move(atom));
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

Result<int64_t> Dim::evaluate(const SymbolValues& symbols) const {
  int64_t sum = 0;
  for (const Term& term : terms_) {
    int64_t product = term.coefficient;
    for (const AtomPtr& atom : term.atoms) {
      int64_t value = 0;
      if (atom->kind == AtomKind::kSymbol) {
        const auto found = symbols.find(atom->name);
        if (found == symbols.end()) {
          return invalid_input("dimension '" + atom->name + "' has no value");
        }
        value = found->second;
      } else {
        NIGHTJAR_ASSIGN(const int64_t left, atom->left.evaluate(symbols));
        NIGHTJAR_ASSIGN(const int64_t right, atom->right.evaluate(symbols));
        if (atom->kind == AtomKind::kFloorDiv && right == 0) {
          return invalid_input("division by zero in dimension '" + atom->key + "'");
        }
        value = atom->kind == AtomKind::kFloorDiv ? floor_quotient(left, right)
                : atom->kind == AtomKind::kMin    ? std::min(left, right)
                                                  : std::max(left, right);
      }
      if (__builtin_mul_overflow(product, value, &product)) {
        return invalid_input("dimension '" + to_string() + "' overflows");
      }
    }
    if (__builtin_add_overflow(sum, product, &sum)) {
      return invalid_input("dimension '" + to_string() + "' overflows");
    }
  }
  return sum;
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
        continue;
      }
      const Dim left = atom->left.substitute(replacements);
      const Dim right = atom->right.substitute(replacements);
      product = product * (atom->kind == AtomKind::kFloorDiv ? floor_div(left, right)
                           : atom->kind == AtomKind::kMin    ? min(left, right)
                                                             : max(left, right));
    }
    sum = sum + product;
  }
  return sum;
}

std::string Dim::to_string() const {
  if (terms_.empty()) return "0";
  std::string text;
  for (const Term& term : terms_) {
    std::string part = key_of(term);
    const int64_t magnitude = term.coefficient < 0 ? -term.coefficient : term.coefficient;
    if (part.empty()) {
      part = std::to_string(magnitude);
    } else if (magnitude != 1) {
      part = std::to_string(magnitude) + "*" + part;
    }
    const bool negative = term.coefficient < 0;
    text += text.empty() ? (negative ? "-" : "") : (negative ? " - " : " + ");
    text += part;
  }
  return text;
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
      if (kind > static_cast<uint8_t>(AtomKind::kMax)) {
        return invalid_input("unknown kind of dimension expression");
      }
      if (kind == static_cast<uint8_t>(AtomKind::kSymbol)) {
        NIGHTJAR_ASSIGN(const std::string name, in.get_string());
        product = product * symbol(name);
        continue;
      }
      NIGHTJAR_ASSIGN(const Dim left, read(in, depth + 1));
      NIGHTJAR_ASSIGN(const Dim right, read(in, depth + 1));
      product = product * (kind == static_cast<uint8_t>(AtomKind::kFloorDiv) ? floor_div(left, right)
                           : kind == static_cast<uint8_t>(AtomKind::kMin)    ? min(left, right)
                                                                             : max(left, right));
    }
    sum = sum + product;
  }
  return sum;
}

}  // namespace nightjar::tensor
