// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The architectures, one file each: every one takes the model's inputs and writes its outputs.
#pragma once

#include <vector>

#include "scenarios/zoo/draft.h"

namespace nightjar::zoo {

using Inputs = std::vector<Value>;

// Image models; inputs[0] is float32[N x 3 x H x W]. The classifiers of convolutions alone and the
// U-Net take any H and W that their strides divide.
void write_resnet50(Draft& draft, const Inputs& inputs);
void write_mobilenet_v2(Draft& draft, const Inputs& inputs);
void write_efficientnet_b0(Draft& draft, const Inputs& inputs);
void write_convnext_tiny(Draft& draft, const Inputs& inputs);
void write_vit_b_16(Draft& draft, const Inputs& inputs);
void write_yolo_detector(Draft& draft, const Inputs& inputs);
void write_unet(Draft& draft, const Inputs& inputs);

// Text models; inputs are int64[N x tokens].
void write_bert_base(Draft& draft, const Inputs& inputs);
void write_gpt2(Draft& draft, const Inputs& inputs);
void write_lstm_tagger(Draft& draft, const Inputs& inputs);

/// inputs[0] is float32[N x features].
void write_policy_mlp(Draft& draft, const Inputs& inputs);

}  // namespace nightjar::zoo
