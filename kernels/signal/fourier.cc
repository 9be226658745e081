// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/signal/fourier.h"

#include <algorithm>
#include <bit>
#include <numbers>

namespace nightjar::kernels::signal {
namespace {

using Complex = std::complex<double>;

/// exp(-2 pi i numerator / denominator), the numerator wrapped first to keep digits.
Complex root_of_unity(int64_t numerator, int64_t denominator) {
  const double turn =
      static_cast<double>(numerator % denominator) / static_cast<double>(denominator);
  return std::polar(1.0, -2 * std::numbers::pi * turn);
}

/// std::complex checks products for infinities, which costs more than the product.
Complex product(const Complex& a, const Complex& b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

}  // namespace

Fourier::Fourier(int64_t length) : length_(length) {
  const auto count = static_cast<uint64_t>(length);
  const bool is_power = std::has_single_bit(count);
  padded_ = is_power ? length : static_cast<int64_t>(std::bit_ceil(2 * count - 1));
  for (int64_t k = 0; k < padded_ / 2; ++k) roots_.push_back(root_of_unity(k, padded_));
  if (is_power) return;
  // A transform of any length is a convolution with a chirp, done here by transforms of a power.
  for (int64_t n = 0; n < length; ++n)
    chirp_.push_back(root_of_unity(n * n % (2 * length), 2 * length));
  filter_.assign(static_cast<size_t>(padded_), Complex());
  for (int64_t n = 0; n < length; ++n) {
    const Complex value = std::conj(chirp_[static_cast<size_t>(n)]);
    filter_[static_cast<size_t>(n)] = value;
    filter_[static_cast<size_t>((padded_ - n) % padded_)] = value;
  }
  transform_power(filter_.data(), false);
}

void Fourier::transform_power(Complex* line, bool is_inverse) const {
  for (int64_t i = 1, j = 0; i < padded_; ++i) {
    int64_t bit = padded_ / 2;
    for (; (j & bit) != 0; bit /= 2) j ^= bit;
    j |= bit;
    if (i < j) std::swap(line[i], line[j]);
  }
  for (int64_t half = 1; half < padded_; half *= 2) {
    const int64_t stride = padded_ / (2 * half);
    for (int64_t begin = 0; begin < padded_; begin += 2 * half) {
      for (int64_t k = 0; k < half; ++k) {
        const Complex& root = roots_[static_cast<size_t>(k * stride)];
        const Complex odd = product(line[begin + half + k], is_inverse ? std::conj(root) : root);
        const Complex even = line[begin + k];
        line[begin + k] = even + odd;
        line[begin + half + k] = even - odd;
      }
    }
  }
}

void Fourier::transform(Complex* line, Complex* scratch) const {
  if (padded_ == length_) return transform_power(line, false);
  for (int64_t n = 0; n < length_; ++n) {
    scratch[n] = product(line[n], chirp_[static_cast<size_t>(n)]);
  }
  std::fill(scratch + length_, scratch + padded_, Complex());
  transform_power(scratch, false);
  for (int64_t k = 0; k < padded_; ++k) {
    scratch[k] = product(scratch[k], filter_[static_cast<size_t>(k)]);
  }
  transform_power(scratch, true);
  const double scale = 1 / static_cast<double>(padded_);
  for (int64_t n = 0; n < length_; ++n) {
    line[n] = product(scratch[n], chirp_[static_cast<size_t>(n)]) * scale;
  }
}

}  // namespace nightjar::kernels::signal
