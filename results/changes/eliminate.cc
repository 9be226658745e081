// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/eliminate.h"

#include <algorithm>

namespace nightjar::changes {

std::vector<double> eliminate(const ChanceOf& chance_of, double significance,
                              Positions& positions) {
  std::vector<double> chances;
  for (size_t which = 0; which < positions.size(); ++which) {
    chances.push_back(chance_of(positions, which));
  }
  while (!positions.empty()) {
    const auto weakest = std::max_element(chances.begin(), chances.end());
    if (*weakest <= significance) break;
    const auto place = weakest - chances.begin();
    positions.erase(positions.begin() + place);
    chances.erase(weakest);
    const auto which = static_cast<size_t>(place);
    if (which > 0) chances[which - 1] = chance_of(positions, which - 1);
    if (which < positions.size()) chances[which] = chance_of(positions, which);
  }
  return chances;
}

}  // namespace nightjar::changes
