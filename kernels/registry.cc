// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/registry.h"

#include "kernels/conv/conv.h"
#include "kernels/gather/gather.h"
#include "kernels/gemm/gemm.h"
#include "kernels/movement/movement.h"
#include "kernels/pointwise/pointwise.h"
#include "kernels/reduce/reduce.h"
#include "kernels/softmax/softmax.h"

namespace nightjar::kernels {

void register_families(std::vector<const Tactic*>& tactics) {
  register_conv(tactics);
  register_gather(tactics);
  register_gemm(tactics);
  register_movement(tactics);
  register_pointwise(tactics);
  register_reduce(tactics);
  register_softmax(tactics);
}

}  // namespace nightjar::kernels
