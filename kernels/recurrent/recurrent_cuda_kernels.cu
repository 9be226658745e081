// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A block runs one sequence in one direction from its first step to its last; gates and states stay
// in shared memory.
#include "kernels/cuda/element.cuh"
#include "kernels/recurrent/recurrent_cuda_kernels.h"

namespace nightjar::kernels::cuda {
namespace {

constexpr int kThreads = 512;

__device__ float apply(CellFunction function, float x) {
  if (function == CellFunction::kSigmoid) return sigmoid(x);
  if (function == CellFunction::kTanh) return tanhf(x);
  return x < 0.0f ? 0.0f : x;
}

/// One sequence. Arrays in shared memory: x and h for products, gates, the states.
template <typename T>
class Sequence {
 public:
  __device__ Sequence(const Recurrent& problem, float* shared)
      : p_(problem), direction_(blockIdx.y), b_(blockIdx.x) {
    x_ = shared;
    h_ = x_ + p_.inputs;
    c_ = h_ + p_.hidden;
    kept_ = c_ + p_.hidden;
    gates_ = kept_ + p_.hidden;
    extra_ = gates_ + p_.gates * p_.hidden;
  }

  __device__ void run() {
    start(p_.initial_h, h_);
    start(p_.initial_c, c_);
    const bool backwards = p_.is_reverse || direction_ == 1;
    // A launch cannot fail any more: lengths outside are cut.
    const int given = p_.lengths == nullptr ? p_.steps : p_.lengths[b_];
    const int length = max(0, min(given, p_.steps));
    for (int i = 0; i < length; ++i) {
      const int t = backwards ? length - 1 - i : i;
      step(t);
      store(p_.y, y_offset(t), h_);
      __syncthreads();
    }
    store(p_.last_h, state_offset(), h_);
    store(p_.last_c, state_offset(), c_);
    for (int t = length; t < p_.steps && p_.y != nullptr; ++t) {
      each([&](int i) { static_cast<T*>(p_.y)[y_offset(t) + i] = from_float<T>(0.0f); });
    }
  }

 private:
  template <typename Use>
  __device__ void each(Use use) const {
    for (int i = threadIdx.x; i < p_.hidden; i += kThreads) use(i);
  }
  __device__ static float at(const void* values, int64_t index) {
    return to_float(static_cast<const T*>(values)[index]);
  }
  __device__ int64_t rows() const { return int64_t{p_.gates} * p_.hidden; }
  __device__ int64_t state_offset() const {
    const int64_t row =
        p_.batch_first ? b_ * p_.directions + direction_ : direction_ * p_.batch + b_;
    return row * p_.hidden;
  }
  __device__ int64_t y_offset(int t) const {
    const int64_t row = p_.batch_first ? (int64_t{b_} * p_.steps + t) * p_.directions + direction_
                                       : (int64_t{t} * p_.directions + direction_) * p_.batch + b_;
    return row * p_.hidden;
  }
  __device__ void start(const void* given, float* state) {
    each([&](int i) { state[i] = given == nullptr ? 0.0f : at(given, state_offset() + i); });
    __syncthreads();
  }
  __device__ void store(void* to, int64_t offset, const float* from) const {
    if (to == nullptr) return;
    each([&](int i) { static_cast<T*>(to)[offset + i] = from_float<T>(from[i]); });
  }

  /// The row's product with a vector, in every thread of the warp.
  __device__ static float product(const T* row, const float* vector, int count) {
    float sum = 0;
    for (int i = threadIdx.x % 32; i < count; i += 32) sum += to_float(row[i]) * vector[i];
#pragma unroll
    for (int distance = 16; distance > 0; distance /= 2) {
      sum += __shfl_xor_sync(0xffffffffu, sum, distance);
    }
    return sum;
  }
  /// use(row, sum) for rows [first, last) of a direction's matrix, a warp a row.
  template <typename Use>
  __device__ void multiply(const void* matrix, const float* vector, int width, int first, int last,
                           Use use) const {
    const T* base = static_cast<const T*>(matrix) + direction_ * rows() * width;
    for (int row = first + threadIdx.x / 32; row < last; row += kThreads / 32) {
      const float sum = product(base + int64_t{row} * width, vector, width);
      if (threadIdx.x % 32 == 0) use(row, sum);
    }
  }
  __device__ float bias(int row, bool recurrent) const {
    if (p_.bias == nullptr) return 0.0f;
    return at(p_.bias, direction_ * 2 * rows() + (recurrent ? rows() : 0) + row);
  }

  __device__ void step(int t) {
    const int64_t place = p_.batch_first ? int64_t{b_} * p_.steps + t : int64_t{t} * p_.batch + b_;
    for (int i = threadIdx.x; i < p_.inputs; i += kThreads) x_[i] = at(p_.x, place * p_.inputs + i);
    __syncthreads();
    const int hidden = p_.hidden, all = p_.gates * hidden;
    multiply(p_.w, x_, p_.inputs, 0, all,
             [&](int row, float sum) { gates_[row] = sum + bias(row, false); });
    __syncthreads();
    const int joined = p_.cell == RecurrentCell::kGru ? 2 * hidden : all;
    multiply(p_.r, h_, hidden, 0, joined,
             [&](int row, float sum) { gates_[row] += sum + bias(row, true); });
    __syncthreads();
    if (p_.cell == RecurrentCell::kLstm) finish_lstm();
    if (p_.cell == RecurrentCell::kGru) finish_gru();
    if (p_.cell == RecurrentCell::kRnn) each([&](int i) { h_[i] = activate(0, gates_[i]); });
    __syncthreads();
  }

  __device__ float activate(int which, float value) const {
    if (p_.clip > 0) value = fminf(fmaxf(value, -p_.clip), p_.clip);
    return apply(p_.functions[direction_][which], value);
  }
  __device__ float peephole(int which, int i) const {
    return p_.peepholes == nullptr
               ? 0.0f
               : at(p_.peepholes, (int64_t{direction_} * 3 + which) * p_.hidden + i);
  }

  __device__ void finish_lstm() {
    const int hidden = p_.hidden;
    each([&](int i) {
      const float before = c_[i];
      const float input = activate(0, gates_[i] + peephole(0, i) * before);
      const float forget = p_.input_forget
                               ? 1.0f - input
                               : activate(0, gates_[2 * hidden + i] + peephole(2, i) * before);
      const float now = forget * before + input * activate(1, gates_[3 * hidden + i]);
      const float output = activate(0, gates_[hidden + i] + peephole(1, i) * now);
      c_[i] = now;
      h_[i] = output * apply(p_.functions[direction_][2], now);
    });
  }

  __device__ void finish_gru() {
    const int hidden = p_.hidden;
    float* candidate = gates_ + 2 * hidden;
    each([&](int i) {
      gates_[i] = activate(0, gates_[i]);
      gates_[hidden + i] = activate(0, gates_[hidden + i]);
      kept_[i] = p_.linear_before_reset ? h_[i] : gates_[hidden + i] * h_[i];
    });
    __syncthreads();
    multiply(p_.r, kept_, hidden, 2 * hidden, 3 * hidden,
             [&](int row, float sum) { extra_[row - 2 * hidden] = sum + bias(row, true); });
    __syncthreads();
    each([&](int i) {
      const float share = p_.linear_before_reset ? gates_[hidden + i] : 1.0f;
      const float fresh = activate(1, candidate[i] + share * extra_[i]);
      h_[i] = (1.0f - gates_[i]) * fresh + gates_[i] * h_[i];
    });
  }

  const Recurrent& p_;
  int direction_, b_;
  float *x_, *h_, *c_, *kept_, *gates_, *extra_;
};

template <typename T>
__global__ void __launch_bounds__(kThreads)
    recurrent_kernel(const __grid_constant__ Recurrent problem) {
  extern __shared__ float shared[];
  Sequence<T>(problem, shared).run();
}

template <typename T>
int launch_typed(const Recurrent& problem, cudaStream_t stream) {
  const auto bytes = static_cast<int>(recurrent_shared_bytes(problem));
  const auto raised =
      cudaFuncSetAttribute(recurrent_kernel<T>, cudaFuncAttributeMaxDynamicSharedMemorySize, bytes);
  if (raised != cudaSuccess) return raised;
  const dim3 blocks(problem.batch, problem.directions);
  recurrent_kernel<T><<<blocks, kThreads, bytes, stream>>>(problem);
  return cudaGetLastError();
}

}  // namespace

int64_t recurrent_shared_bytes(const Recurrent& problem) {
  const int64_t hidden = problem.hidden;
  return 4 * (problem.inputs + (4 + problem.gates) * hidden);
}

int launch_recurrent(const Recurrent& problem, Element element, void* stream) {
  const auto native = static_cast<cudaStream_t>(stream);
  if (element == Element::kFloat32) return launch_typed<float>(problem, native);
  if (element == Element::kFloat16) return launch_typed<__half>(problem, native);
  return launch_typed<__nv_bfloat16>(problem, native);
}

}  // namespace nightjar::kernels::cuda
