# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Seeded generator of labelled 32x32 RGB pictures: one of ten figures in a cluttered scene."""

import numpy as np

SIZE = 32
CLASS_NAMES = (
    "disc", "ring", "square", "triangle", "pentagon",
    "star", "cross", "crescent", "stripes", "checker",
)
CHUNK = 500


def _column(values):
    return values[:, None, None]


def _uniform(rng, low, high, count):
    return _column(rng.uniform(low, high, count).astype(np.float32))


def _grid():
    axis = (np.arange(SIZE, dtype=np.float32) + 0.5) / (SIZE / 2) - 1.0
    return np.meshgrid(axis, axis)


def _rotated(x, y, angle):
    cosine, sine = np.cos(angle), np.sin(angle)
    return cosine * x + sine * y, cosine * y - sine * x


def _coverage(distance):
    """Anti-aliased opacity of a figure from its signed distance in scene units."""
    return np.clip(0.5 - distance * (SIZE / 2), 0.0, 1.0)


def _box(x, y, half_width, half_height):
    return np.maximum(np.abs(x) - half_width, np.abs(y) - half_height)


def _regular_polygon(x, y, sides):
    sector = 2.0 * np.pi / sides
    folded = np.mod(np.arctan2(y, x) + sector / 2, sector) - sector / 2
    return np.hypot(x, y) * np.cos(folded) - np.cos(np.pi / sides)


def _star(x, y):
    sector = 2.0 * np.pi / 5.0
    inner = 0.45
    radius = np.hypot(x, y)
    folded = np.abs(np.mod(np.arctan2(y, x) + sector / 2, sector) - sector / 2)
    px, py = radius * np.cos(folded), radius * np.sin(folded)
    ex, ey = inner * np.cos(sector / 2) - 1.0, inner * np.sin(sector / 2)
    return ((px - 1.0) * ey - py * ex) / np.hypot(ex, ey)


def _cross(x, y):
    return np.minimum(_box(x, y, 0.95, 0.3), _box(x, y, 0.3, 0.95))


def _crescent(x, y):
    bite = 0.8 - np.hypot(x - 0.5, y)
    return np.maximum(np.hypot(x, y) - 1.0, bite)


def _patch(rng, x, y):
    """Outline of a textured figure: the outline must not give the texture's class away."""
    kind = _column(rng.integers(0, 3, len(x)))
    disc = np.hypot(x, y) - 1.0
    square = _box(x, y, 0.8, 0.8)
    return np.choose(kind, [disc, square, _regular_polygon(x, y, 5)])


def _figure_distance(rng, name, x, y):
    if name == "disc":
        return np.hypot(x, y) - 0.9
    if name == "ring":
        return np.abs(np.hypot(x, y) - 0.75) - 0.2
    if name == "square":
        return _box(x, y, 0.8, 0.8)
    if name == "triangle":
        return _regular_polygon(x, y, 3)
    if name == "pentagon":
        return _regular_polygon(x, y, 5)
    if name == "star":
        return _star(x, y)
    if name == "cross":
        return _cross(x, y)
    if name == "crescent":
        return _crescent(x, y)
    return _patch(rng, x, y)


def _figure_texture(rng, name, x, y):
    """Weight of the figure's second colour, 0 for the plain classes."""
    frequency = _uniform(rng, 5.0, 9.0, len(x))
    if name == "stripes":
        return 0.5 + 0.5 * np.tanh(3.0 * np.sin(frequency * x))
    if name == "checker":
        return 0.5 + 0.5 * np.tanh(4.0 * np.sin(frequency * x) * np.sin(frequency * y))
    return np.zeros_like(x)


def _place_figures(rng, labels):
    """Opacity and texture maps of each picture's figure, at a random pose."""
    count = len(labels)
    grid_x, grid_y = _grid()
    radius = _uniform(rng, 0.38, 0.78, count)
    stretch = _uniform(rng, 0.85, 1.18, count)
    x, y = _rotated(grid_x - _uniform(rng, -0.28, 0.28, count),
                    grid_y - _uniform(rng, -0.28, 0.28, count),
                    _uniform(rng, -np.pi, np.pi, count))
    x, y = x / (radius * stretch), y * stretch / radius
    opacity = np.zeros((count, SIZE, SIZE), np.float32)
    texture = np.zeros_like(opacity)
    for index, name in enumerate(CLASS_NAMES):
        of_class = np.flatnonzero(labels == index)
        distance = _figure_distance(rng, name, x[of_class], y[of_class])
        opacity[of_class] = _coverage(distance * radius[of_class])
        texture[of_class] = _figure_texture(rng, name, x[of_class], y[of_class])
    return opacity, texture


def _shifted_colour(rng, colour, low, high):
    direction = rng.normal(size=colour.shape).astype(np.float32)
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    amount = rng.uniform(low, high, (len(colour), 1)).astype(np.float32)
    # A step that leaves the colour cube is mirrored, as clipping would eat the contrast.
    flipped = np.where(np.abs(colour + amount * direction - 0.5) > 0.5, -1.0, 1.0)
    return np.clip(colour + amount * direction * flipped, 0.0, 1.0).astype(np.float32)


def _paint(picture, opacity, colour):
    picture += opacity[:, None] * (colour[:, :, None, None] - picture)


def _smooth_noise(rng, count, cells):
    positions = np.linspace(0, cells - 1, SIZE)
    weights = np.maximum(0.0, 1.0 - np.abs(positions[:, None] - np.arange(cells)))
    weights = weights.astype(np.float32)
    return weights @ rng.normal(size=(count, 3, cells, cells)).astype(np.float32) @ weights.T


def _background(rng, colour, difficulty):
    count = len(colour)
    grid_x, grid_y = _grid()
    x, y = _rotated(grid_x, grid_y, _uniform(rng, -np.pi, np.pi, count))
    waves = np.sin(_uniform(rng, 8.0, 22.0, count) * x + y)
    waves = waves * _uniform(rng, -0.05, 0.07, count).clip(0.0) * difficulty
    slope = _uniform(rng, -0.2, 0.2, count) * y
    picture = colour[:, :, None, None] + (waves + slope)[:, None]
    return picture + 0.07 * difficulty * _smooth_noise(rng, count, 7)


def _bar_opacity(rng, count, widths, lengths, reach):
    grid_x, grid_y = _grid()
    x, y = _rotated(grid_x - _uniform(rng, -reach, reach, count),
                    grid_y - _uniform(rng, -reach, reach, count),
                    _uniform(rng, -np.pi, np.pi, count))
    return _coverage(_box(x, y, _uniform(rng, *lengths, count), _uniform(rng, *widths, count)))


def _add_clutter(rng, picture, colour, difficulty):
    for _ in range(6):
        shown = rng.random(len(picture)) < 0.55 * difficulty
        bars = _bar_opacity(rng, len(picture), (0.02, 0.16), (0.05, 0.5), 1.0)
        _paint(picture, bars * _column(shown), _shifted_colour(rng, colour, 0.15, 0.6))


def _add_occluders(rng, picture, colour, difficulty):
    for share in (0.6, 0.35):
        shown = rng.random(len(picture)) < share * difficulty
        bars = _bar_opacity(rng, len(picture), (0.05, 0.17), (0.25, 1.2), 0.5)
        _paint(picture, bars * _column(shown), _shifted_colour(rng, colour, 0.0, 0.6))


def _blurred(rng, picture):
    padded = np.pad(picture, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="edge")
    rows = padded[:, :, :-2] + 2.0 * padded[:, :, 1:-1] + padded[:, :, 2:]
    smooth = (rows[..., :-2] + 2.0 * rows[..., 1:-1] + rows[..., 2:]) / 16.0
    return picture + _uniform(rng, 0.0, 1.0, len(picture))[:, None] * (smooth - picture)


def _add_sensor_noise(rng, picture, difficulty):
    level = _uniform(rng, 0.01, 0.15 * difficulty, len(picture))[:, None]
    return picture + level * rng.standard_normal(picture.shape, dtype=np.float32)


def render(rng, labels, difficulty):
    """Pictures for the labels as uint8 [N, 3, 32, 32]."""
    base = rng.uniform(0.15, 0.85, (len(labels), 3)).astype(np.float32)
    weakest = 0.24 / difficulty
    main = _shifted_colour(rng, base, weakest, 0.75)
    second = _shifted_colour(rng, main, weakest, 0.75)
    opacity, texture = _place_figures(rng, labels)
    picture = _background(rng, base, difficulty).astype(np.float32)
    _add_clutter(rng, picture, base, difficulty)
    _paint(picture, opacity, main)
    _paint(picture, opacity * texture, second)
    _add_occluders(rng, picture, base, difficulty)
    picture = _add_sensor_noise(rng, _blurred(rng, picture), difficulty)
    return np.clip(np.rint(picture * 255.0), 0, 255).astype(np.uint8)


def generate_chunk(seed, chunk, count, difficulty):
    """One chunk (pictures, labels); the same arguments always give the same chunk."""
    rng = np.random.default_rng([seed, chunk])
    labels = np.arange(count, dtype=np.int64) % len(CLASS_NAMES)
    rng.shuffle(labels)
    return render(rng, labels, difficulty), labels
