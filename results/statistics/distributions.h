// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Distribution functions that the tests and intervals stand on.
#pragma once

#include <cstdint>

namespace nightjar::statistics {

/// P(Z <= z) for the standard normal.
double normal_cdf(double z);
/// The z with P(Z <= z) = p, for 0 < p < 1; exact to about 1e-12.
double normal_quantile(double p);

/// Regularised incomplete beta function I_x(a, b), for a, b > 0 and 0 <= x <= 1.
double incomplete_beta(double a, double b, double x);

/// P(T <= t) for Student's t with `degrees` > 0, which need not be whole.
double student_t_cdf(double t, double degrees);
/// The t with P(T <= t) = p, for 0 < p < 1.
double student_t_quantile(double p, double degrees);

/// The z that is as unlikely as Student's `t` with `degrees` > 0, nearly (Wallace 1959): far out in
/// the tail too, where the distribution functions have no digits left. `t` itself for infinitely
/// many degrees.
double normal_of_student_t(double t, double degrees);

/// P(X <= successes) for X ~ Binomial(trials, probability).
double binomial_cdf(int64_t successes, int64_t trials, double probability);

}  // namespace nightjar::statistics
