# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Train and export shapes_cnn, a small residual image classifier with BatchNorm."""

import torch
from torch import nn

import shapes_data
import training

SCALE, OFFSET = 1.0 / 128.0, -1.0


def conv_norm(inputs, outputs, kernel=3, stride=1, groups=1):
    """A convolution without bias, followed by BatchNorm."""
    convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups,
                            bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(outputs))


class Residual(nn.Module):
    """Two 3x3 convolutions and a skip connection."""

    def __init__(self, channels):
        super().__init__()
        self.first = conv_norm(channels, channels)
        self.second = conv_norm(channels, channels)

    def forward(self, x):
        """Apply the block; the shape stays."""
        return torch.relu(x + self.second(torch.relu(self.first(x))))


class SqueezeExcite(nn.Module):
    """Scale each channel by a gate computed from all channel means."""

    def __init__(self, channels, reduced):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.reduce = nn.Conv2d(channels, reduced, 1)
        self.expand = nn.Conv2d(reduced, channels, 1)

    def forward(self, x):
        """Apply the gates."""
        return x * torch.sigmoid(self.expand(torch.relu(self.reduce(self.pool(x)))))


class InvertedResidual(nn.Module):
    """Expand, depthwise 3x3, squeeze-excite, project, with a skip connection."""

    def __init__(self, channels, expansion):
        super().__init__()
        wide = channels * expansion
        self.expand = nn.Sequential(conv_norm(channels, wide, 1), nn.ReLU6())
        self.depthwise = nn.Sequential(conv_norm(wide, wide, groups=wide), nn.ReLU6())
        self.gate = SqueezeExcite(wide, wide // 8)
        self.project = conv_norm(wide, channels, 1)

    def forward(self, x):
        """Apply the block; the shape stays."""
        return x + self.project(self.gate(self.depthwise(self.expand(x))))


def separable_down(inputs, outputs):
    """Depthwise-separable convolution that halves the picture."""
    return nn.Sequential(conv_norm(inputs, inputs, stride=2, groups=inputs), nn.ReLU(),
                         conv_norm(inputs, outputs, 1), nn.ReLU())


def build():
    """The untrained network."""
    return nn.Sequential(
        conv_norm(3, 32), nn.ReLU(), Residual(32),
        separable_down(32, 64), Residual(64),
        separable_down(64, 128), InvertedResidual(128, 2), Residual(128),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, len(shapes_data.CLASS_NAMES)))


def to_model_input(pictures):
    """Stored bytes to model input; powers of two, so that the conversion is exact."""
    return pictures.float() * SCALE + OFFSET


def augment(convert, pictures):
    """Mirror and turn the whole batch at random; no class depends on the direction."""
    turns, mirrored = torch.randint(0, 4, ()).item(), torch.rand(()).item() < 0.5
    x = torch.rot90(convert(pictures), turns, (2, 3))
    return x.flip(3) if mirrored else x


def main():
    """Train with the command line's settings."""
    options = training.parse_arguments(__doc__, difficulty=0.8, epochs=13,
                                       train_count=120000, peak_rate=2e-3)
    description = {"input": "image", "dtype": "float32", "scale": SCALE, "offset": OFFSET,
                   "class_names": shapes_data.CLASS_NAMES, "opset": 13}
    training.train("shapes_cnn", build, shapes_data, augment, to_model_input, description,
                   options)


if __name__ == "__main__":
    main()
