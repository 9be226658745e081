// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/registry.h"

#include "kernels/attention/attention.h"
#include "kernels/conv/conv.h"
#include "kernels/conv_transpose/conv_transpose.h"
#include "kernels/deform_conv/deform_conv.h"
#include "kernels/fill/fill.h"
#include "kernels/fold/fold.h"
#include "kernels/gather/gather.h"
#include "kernels/gemm/gemm.h"
#include "kernels/grid_sample/affine_grid.h"
#include "kernels/grid_sample/grid_sample.h"
#include "kernels/linear_algebra/linear_algebra.h"
#include "kernels/linear_attention/linear_attention.h"
#include "kernels/movement/movement.h"
#include "kernels/norm/norm.h"
#include "kernels/pointwise/pointwise.h"
#include "kernels/pool/pool.h"
#include "kernels/quantized/quantized_conv.h"
#include "kernels/quantized/quantized_gemm.h"
#include "kernels/random/random.h"
#include "kernels/recurrent/recurrent.h"
#include "kernels/reduce/reduce.h"
#include "kernels/reformat/reformat.h"
#include "kernels/resize/resize.h"
#include "kernels/roi_pool/roi_pool.h"
#include "kernels/select/select.h"
#include "kernels/signal/signal.h"
#include "kernels/softmax/softmax.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/cuda/host_fallback.h"
#endif

namespace nightjar::kernels {

void register_families(std::vector<const Tactic*>& tactics) {
  register_attention(tactics);
  register_conv(tactics);
  register_conv_transpose(tactics);
  register_deform_conv(tactics);
  register_fill(tactics);
  register_fold(tactics);
  register_gather(tactics);
  register_gemm(tactics);
  register_affine_grid(tactics);
  register_grid_sample(tactics);
  register_linear_algebra(tactics);
  register_linear_attention(tactics);
  register_movement(tactics);
  register_norm(tactics);
  register_pointwise(tactics);
  register_pool(tactics);
  register_quantized_conv(tactics);
  register_quantized_gemm(tactics);
  register_random(tactics);
  register_recurrent(tactics);
  register_reduce(tactics);
  register_reformat(tactics);
  register_resize(tactics);
  register_roi_pool(tactics);
  register_select(tactics);
  register_signal(tactics);
  register_softmax(tactics);
#ifdef NIGHTJAR_HAS_CUDA
  cuda::register_host_fallbacks(tactics);
#endif
}

}  // namespace nightjar::kernels
