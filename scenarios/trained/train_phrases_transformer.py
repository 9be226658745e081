# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Train and export phrases_transformer, a small text classifier with self-attention."""

import torch
from torch import nn

import phrases_data
import training

WIDTH, HEADS, LAYERS, HIDDEN = 128, 4, 3, 384


class Attention(nn.Module):
    """Multi-head self-attention over the fixed sentence length."""

    def __init__(self):
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)

    @staticmethod
    def _heads(x):
        # Only the batch is left open, so that the export needs no shape arithmetic.
        return x.reshape(-1, phrases_data.LENGTH, HEADS, WIDTH // HEADS).transpose(1, 2)

    def forward(self, x):
        """Mix the tokens; padding is a token like any other."""
        query, key, value = (self._heads(part(x)) for part in (self.query, self.key, self.value))
        scores = query @ key.transpose(2, 3) * (WIDTH // HEADS) ** -0.5
        mixed = torch.softmax(scores, dim=-1) @ value
        return self.output(mixed.transpose(1, 2).reshape(-1, phrases_data.LENGTH, WIDTH))


class EncoderLayer(nn.Module):
    """Pre-norm transformer encoder layer with a GELU feed-forward part."""

    def __init__(self):
        super().__init__()
        self.attention_norm = nn.LayerNorm(WIDTH)
        self.attention = Attention()
        self.feed_norm = nn.LayerNorm(WIDTH)
        self.feed = nn.Sequential(nn.Linear(WIDTH, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, WIDTH))
        self.dropout = nn.Dropout(0.1)

    def forward(self, x):
        """Apply the layer; the shape stays."""
        x = x + self.dropout(self.attention(self.attention_norm(x)))
        return x + self.dropout(self.feed(self.feed_norm(x)))


class PhraseClassifier(nn.Module):
    """Embeddings, encoder layers, mean over the tokens, linear head."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(phrases_data.VOCABULARY_SIZE, WIDTH)
        self.positions = nn.Parameter(0.02 * torch.randn(1, phrases_data.LENGTH, WIDTH))
        self.layers = nn.Sequential(*[EncoderLayer() for _ in range(LAYERS)])
        self.norm = nn.LayerNorm(WIDTH)
        self.head = nn.Linear(WIDTH, len(phrases_data.CLASS_NAMES))
        nn.init.normal_(self.words.weight, std=0.05)

    def forward(self, tokens):
        """Logits of a batch of token ids."""
        x = self.layers(self.words(tokens) + self.positions)
        return self.head(self.norm(x).mean(dim=1))


def to_model_input(tokens):
    """Stored ids to model input."""
    return tokens.long()


def augment(convert, tokens):
    """No augmentation: the generator makes enough sentences."""
    return convert(tokens)


def main():
    """Train with the command line's settings."""
    options = training.parse_arguments(__doc__, difficulty=1.4, epochs=24,
                                       train_count=160000, peak_rate=1e-3)
    description = {"input": "tokens", "dtype": "int64", "scale": 1, "offset": 0,
                   "class_names": phrases_data.CLASS_NAMES, "opset": 17}
    training.train("phrases_transformer", PhraseClassifier, phrases_data, augment,
                   to_model_input, description, options)


if __name__ == "__main__":
    main()
