// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/accuracy/compare_outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace nightjar::runners {
namespace {

using tensor::HostTensor;

struct Sums {
  double product = 0, reference_square = 0, answer_square = 0, error_square = 0;
  double largest_error = 0, largest_reference = 0;
};

Result<Sums> add_up(const HostTensor& reference, const HostTensor& answer) {
  Sums sums;
  for (int64_t i = 0; i < reference.count(); ++i) {
    const double wanted = reference.value_at(i), got = answer.value_at(i);
    const bool both_equal = wanted == got || (std::isnan(wanted) && std::isnan(got));
    if (!std::isfinite(wanted) && both_equal) continue;
    if (!std::isfinite(got) || !std::isfinite(wanted)) {
      return invalid_input(
          fmt::format("element {} is {} where the reference has {}", i, got, wanted));
    }
    const double error = std::abs(got - wanted);
    sums.product += wanted * got;
    sums.reference_square += wanted * wanted;
    sums.answer_square += got * got;
    sums.error_square += error * error;
    sums.largest_error = std::max(sums.largest_error, error);
    sums.largest_reference = std::max(sums.largest_reference, std::abs(wanted));
  }
  return sums;
}

double cosine_of(const Sums& sums) {
  const double norms = std::sqrt(sums.reference_square) * std::sqrt(sums.answer_square);
  if (norms > 0) return std::clamp(sums.product / norms, -1.0, 1.0);
  // Two vectors of zeros agree; zeros and something else do not.
  return sums.reference_square == sums.answer_square ? 1 : 0;
}

double sqnr_of(const Sums& sums) {
  if (sums.error_square == 0) return kMostSqnrDb;
  if (sums.reference_square == 0) return -kMostSqnrDb;
  const double db = 10 * std::log10(sums.reference_square / sums.error_square);
  return std::clamp(db, -kMostSqnrDb, kMostSqnrDb);
}

double relative_of(const Sums& sums) {
  if (sums.largest_error == 0) return 0;
  return sums.largest_reference > 0 ? sums.largest_error / sums.largest_reference : 1;
}

bool is_scores(const HostTensor& output) {
  return output.dims().size() == 2 && output.dims()[0] > 0 && output.dims()[1] > 1 &&
         tensor::is_float(output.type());
}

double top1_agreement(const HostTensor& reference, const HostTensor& answer) {
  const std::vector<int64_t> wanted = top_classes(reference), got = top_classes(answer);
  int64_t equal = 0;
  for (size_t i = 0; i < wanted.size(); ++i) equal += wanted[i] == got[i] ? 1 : 0;
  return static_cast<double>(equal) / static_cast<double>(wanted.size());
}

}  // namespace

std::vector<int64_t> top_classes(const HostTensor& scores) {
  const int64_t items = scores.dims()[0], classes = scores.dims()[1];
  std::vector<int64_t> tops;
  for (int64_t item = 0; item < items; ++item) {
    int64_t top = 0;
    for (int64_t i = 1; i < classes; ++i) {
      if (scores.value_at(item * classes + i) > scores.value_at(item * classes + top)) top = i;
    }
    tops.push_back(top);
  }
  return tops;
}

Result<record::Accuracy> compare_outputs(const runtime::TensorsByName& reference,
                                         const runtime::TensorsByName& answers,
                                         const std::string& first_output) {
  record::Accuracy accuracy;
  accuracy.sqnr_db = kMostSqnrDb;
  for (const auto& [name, wanted] : reference) {
    const auto got = answers.find(name);
    if (got == answers.end() || got->second.dims() != wanted.dims()) {
      return invalid_input(fmt::format("output '{}' is not of the reference's extents {}", name,
                                       tensor::to_string(wanted.dims())));
    }
    const auto sums = add_up(wanted, got->second);
    if (!sums.ok()) return sums.error().in("output '" + name + "'");
    accuracy.cosine = std::min(accuracy.cosine, cosine_of(*sums));
    accuracy.max_abs_error = std::max(accuracy.max_abs_error, sums->largest_error);
    accuracy.max_relative_error = std::max(accuracy.max_relative_error, relative_of(*sums));
    accuracy.sqnr_db = std::min(accuracy.sqnr_db, sqnr_of(*sums));
  }
  const auto first = reference.find(first_output);
  if (first != reference.end() && is_scores(first->second)) {
    accuracy.top1_agreement = top1_agreement(first->second, answers.at(first_output));
  }
  return accuracy;
}

}  // namespace nightjar::runners
