// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/statistics/distributions.h"

#include <cmath>
#include <limits>

#include "base/check.h"

namespace nightjar::statistics {
namespace {

/// Lentz's evaluation of the continued fraction of I_x(a, b); converges fast for
/// x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300;
  constexpr int kMaxTerms = 10'000;
  const auto away_from_zero = [](double v) { return std::fabs(v) < kTiny ? kTiny : v; };
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double product = d;
  for (int m = 1; m < kMaxTerms; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    product *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    product *= d * c;
    if (std::fabs(d * c - 1) < 1e-15) break;
  }
  return product;
}

/// The t with P(T <= t) = p, p >= 0.5, by bisection over a bracket that is doubled until it holds.
double upper_t_quantile(double p, double degrees) {
  double low = 0, high = 1;
  while (student_t_cdf(high, degrees) < p && high < 1e12) high *= 2;
  for (int step = 0; step < 200 && high - low > 1e-13 * high; ++step) {
    const double middle = 0.5 * (low + high);
    (student_t_cdf(middle, degrees) < p ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

/// lgamma without its global sign, which is not safe to share between threads.
double log_gamma(double x) {
  int sign = 0;
  return lgamma_r(x, &sign);
}

}  // namespace

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

double normal_quantile(double p) {
  NIGHTJAR_CHECK(p > 0 && p < 1, "a quantile needs a probability between 0 and 1");
  if (p > 0.5) return -normal_quantile(1 - p);
  // A rough start, good to 5e-4, then Newton on the exact distribution function.
  const double s = std::sqrt(-2 * std::log(p));
  double z = -(s - (2.515517 + s * (0.802853 + s * 0.010328)) /
                       (1 + s * (1.432788 + s * (0.189269 + s * 0.001308))));
  for (int step = 0; step < 4; ++step) {
    const double density = std::exp(-0.5 * z * z) / std::sqrt(2 * M_PI);
    z -= (normal_cdf(z) - p) / density;
  }
  return z;
}

double incomplete_beta(double a, double b, double x) {
  NIGHTJAR_CHECK(a > 0 && b > 0, "the incomplete beta function needs positive parameters");
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const double front = std::exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * std::log(x) +
                                b * std::log1p(-x));
  if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
  return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double student_t_cdf(double t, double degrees) {
  NIGHTJAR_CHECK(degrees > 0, "Student's t needs positive degrees of freedom");
  if (std::isinf(t)) return t > 0 ? 1 : 0;
  const double tail = 0.5 * incomplete_beta(0.5 * degrees, 0.5, degrees / (degrees + t * t));
  return t > 0 ? 1 - tail : tail;
}

double student_t_quantile(double p, double degrees) {
  NIGHTJAR_CHECK(p > 0 && p < 1, "a quantile needs a probability between 0 and 1");
  return p >= 0.5 ? upper_t_quantile(p, degrees) : -upper_t_quantile(1 - p, degrees);
}

double normal_of_student_t(double t, double degrees) {
  NIGHTJAR_CHECK(degrees > 0, "Student's t needs positive degrees of freedom");
  if (std::isinf(degrees)) return t;
  const double z =
      (8 * degrees + 1) / (8 * degrees + 3) * std::sqrt(degrees * std::log1p(t * t / degrees));
  return std::copysign(z, t);
}

double binomial_cdf(int64_t successes, int64_t trials, double probability) {
  NIGHTJAR_CHECK(trials >= 0, "a binomial needs a count of trials");
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  return incomplete_beta(static_cast<double>(trials - successes),
                         static_cast<double>(successes) + 1, 1 - probability);
}

}  // namespace nightjar::statistics
