// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The discrete Fourier transform of one line of any length.
#pragma once

#include <complex>
#include <cstdint>
#include <vector>

namespace nightjar::kernels::signal {

/// Tables for one length. Transforming changes nothing in here: scratch comes from the caller.
class Fourier {
 public:
  explicit Fourier(int64_t length);

  /// Elements of scratch that transform() wants.
  int64_t scratch_count() const { return padded_; }
  /// In place: line[k] = sum over n of line[n] * exp(-2 pi i k n / length).
  void transform(std::complex<double>* line, std::complex<double>* scratch) const;

 private:
  using Complex = std::complex<double>;

  /// The transform for a power of two, forward or with conjugated roots.
  void transform_power(Complex* line, bool is_inverse) const;

  int64_t length_;
  int64_t padded_ = 0;           ///< A power of two; the length itself when it is one.
  std::vector<Complex> roots_;   ///< exp(-2 pi i k / padded), half of them.
  std::vector<Complex> chirp_;   ///< exp(-pi i n^2 / length).
  std::vector<Complex> filter_;  ///< The transformed conjugate chirp.
};

}  // namespace nightjar::kernels::signal
