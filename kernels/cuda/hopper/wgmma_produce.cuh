// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The thread that brings tiles of a and b to the ring of a warpgroup kernel.
#pragma once

#include "kernels/cuda/hopper/wgmma_launch.h"
#include "kernels/cuda/hopper/wgmma_shape.cuh"
#include "kernels/cuda/overlap.cuh"

namespace nightjar::kernels::cuda::hopper {

#ifdef NIGHTJAR_ON_SM90A

/// Goes over the steps of all tiles of a block.
template <typename Shape>
class Producer {
 public:
  __device__ Producer(const WgmmaArguments& arguments, const Ring<Shape>& ring, Steps steps,
                      int first_tile, int tile_step)
      : arguments_(arguments),
        ring_(ring),
        steps_(steps),
        order_(order_of<Shape>(arguments.problem)),
        tile_(first_tile),
        tile_step_(tile_step) {
    enter_tile();
  }

  __device__ bool has_more() const { return tile_ < order_.count() && steps_.count > 0; }
  __device__ void advance() {
    if (++step_ < steps_.count) return;
    step_ = 0;
    tile_ += tile_step_;
    enter_tile();
  }

  __device__ void load_a(int stage) const {
    const Image& image = arguments_.problem.image;
    const auto* map = reinterpret_cast<const CUtensorMap*>(&arguments_.maps.a);
    const int channel = chunk() * kTileColumns;
    if (!arguments_.has_patches) {
      return copy_tile(ring_.a(stage), map, ring_.filled(stage), channel, row_ * Shape::kM);
    }
    const int r = tap() / image.kernel_width, s = tap() % image.kernel_width;
    copy_patches(ring_.a(stage), map, ring_.filled(stage),
                 {channel, width_, height_, image_, static_cast<uint16_t>(s * image.dilation_w),
                  static_cast<uint16_t>(r * image.dilation_h)});
  }
  __device__ void load_b(int stage) const {
    const auto* map = reinterpret_cast<const CUtensorMap*>(&arguments_.maps.b);
    copy_tile(ring_.b(stage), map, ring_.filled(stage), chunk() * kTileColumns, tap(),
              column_ * Shape::kN);
  }

 private:
  __device__ int chunk() const { return (steps_.begin + step_) % steps_.chunks; }
  __device__ int tap() const { return (steps_.begin + step_) / steps_.chunks; }
  __device__ void enter_tile() {
    if (tile_ >= order_.count()) return;
    order_.locate(tile_, row_, column_);
    const Image& image = arguments_.problem.image;
    const int first = row_ * Shape::kM, positions = image.out_height * image.out_width;
    image_ = first / positions;
    height_ = first % positions / image.out_width * image.stride_h - image.pad_h;
    width_ = first % image.out_width * image.stride_w - image.pad_w;
  }

  const WgmmaArguments& arguments_;
  const Ring<Shape>& ring_;
  const Steps steps_;
  const TileOrder order_;
  int tile_, tile_step_, step_ = 0;
  int row_ = 0, column_ = 0, image_ = 0, height_ = 0, width_ = 0;
};

/// Fills stage after stage; weights come before the work in front is done.
template <typename Shape>
__device__ void produce(Producer<Shape> producer, const Ring<Shape>& ring, bool known_b) {
  int ahead = 0;
  if (known_b) {
    Producer<Shape> weights = producer;
    for (; ahead < Shape::kStages && weights.has_more(); ++ahead, weights.advance()) {
      ring.filled(ahead).arrive_expecting(Shape::kStageBytes);
      weights.load_b(ahead);
    }
  }
  wait_for_work_in_front();
  RingPosition<Shape::kStages> at(0);
  for (int use = 0; producer.has_more(); ++use, producer.advance(), at.advance()) {
    if (use >= ahead) {
      if (use >= Shape::kStages) ring.emptied(at.stage).wait(at.parity ^ 1);
      ring.filled(at.stage).arrive_expecting(Shape::kStageBytes);
      producer.load_b(at.stage);
    }
    producer.load_a(at.stage);
  }
}

#endif

}  // namespace nightjar::kernels::cuda::hopper
