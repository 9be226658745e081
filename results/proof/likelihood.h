// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How well a supposed change of the program explains the log ratios of pairs.
#pragma once

#include <span>
#include <vector>

#include "results/proof/evidence.h"

namespace nightjar::proof {

/// Log ratios of new over old, turned so that the suspected direction is positive.
struct Ratios {
  std::vector<double> stored, rebuilt;
};

/// Ratios around an unknown mean. Their spread is believed to be `spread`, with its degrees of
/// freedom: the ratios follow Student's t together, so that pairs which scatter more than they
/// should make every answer less certain (Jeffreys 1961, integrated over the scale).
class Likelihood {
 public:
  Likelihood(Ratios ratios, const Spread& spread);

  /// Up to a constant that is the same for all means.
  double log_at(double mean) const;
  /// log of L(`one`) / L(`other`).
  double log_ratio(double one, double other) const { return log_at(one) - log_at(other); }
  /// The likeliest mean and, in standard deviations of it, how well it is known.
  double mean() const;
  double error() const;
  double degrees() const;
  int64_t size() const;

 private:
  double distance(double mean) const;

  double stored_mean_ = 0, stored_weight_ = 0;  ///< All stored pairs share the luck of two builds.
  double rebuilt_mean_ = 0, rebuilt_weight_ = 0;
  double within_ = 0;  ///< Squared deviations around these means, in variances.
  double degrees_ = 0;
  int64_t size_ = 0;
};

/// log of the evidence that the mean is `least` or more, against its being `harmless` or less: the
/// average likelihood of least, 2 least, 4 least, … over that of `harmless`. It exceeds log(1 /
/// risk) at any time, looked at after each pair, with probability `risk` at most where the mean is
/// harmless (Ville 1939; as a test by mixtures Robbins 1970).
double log_evidence(const Likelihood& likelihood, double least, double harmless);

}  // namespace nightjar::proof
