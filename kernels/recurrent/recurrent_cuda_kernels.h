// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The launch of recurrent cells.
#pragma once

#include <cstdint>

#include "kernels/cuda/contraction.h"

namespace nightjar::kernels::cuda {

enum class RecurrentCell : int32_t { kLstm, kGru, kRnn };
enum class CellFunction : int32_t { kSigmoid, kTanh, kRelu };

/// Operands as in kernels/recurrent/recurrent.h; absent ones are null. All but lengths are of one
/// type.
struct Recurrent {
  RecurrentCell cell = RecurrentCell::kLstm;
  const void *x = nullptr, *w = nullptr, *r = nullptr, *bias = nullptr;
  const int32_t* lengths = nullptr;
  const void *initial_h = nullptr, *initial_c = nullptr, *peepholes = nullptr;
  void *y = nullptr, *last_h = nullptr, *last_c = nullptr;
  int32_t steps = 0, batch = 0, inputs = 0, hidden = 0, directions = 1, gates = 1;
  bool is_reverse = false, batch_first = false, input_forget = false, linear_before_reset = false;
  float clip = 0;
  CellFunction functions[2][3] = {};  ///< Of each direction.
};

/// Bytes of shared memory a sequence takes.
int64_t recurrent_shared_bytes(const Recurrent& problem);
/// cudaError_t of the launch. `stream` is a cudaStream_t.
int launch_recurrent(const Recurrent& problem, Element element, void* stream);

}  // namespace nightjar::kernels::cuda
