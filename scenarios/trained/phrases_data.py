# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
"""Seeded generator of labelled requests to a home assistant, as 32 word ids each.

Most sentences name two actions and only word order or a negation tells which one is asked for,
so counting words is not enough to classify them.
"""

import zlib

import numpy as np

LENGTH = 32
CHUNK = 500
UNKNOWN_BUCKETS = 64
FIRST_WORD_ID = 1 + UNKNOWN_BUCKETS
LETTERS = "abcdefghijklmnopqrstuvwxyz"

SLOTS = {
    "room": "kitchen,bedroom,hall,office,garage,bathroom,garden,attic,cellar,living room",
    "time": "six am,seven thirty,noon,nine pm,half past eight,quarter to five,midnight,ten",
    "genre": "jazz,rock,folk,techno,opera,blues,piano,reggae,party,sleep",
    "name": "anna,ben,carla,david,emma,felix,grace,henry,ida,jonas",
}
SLOTS = {slot: values.split(",") for slot, values in SLOTS.items()}

INTENTS = {
    "lights_on": (
        "turn on the {room} lights", "switch the {room} lamp on", "make the {room} bright",
        "turn the lights on in the {room}", "put on the lamp in the {room}"),
    "lights_off": (
        "turn off the {room} lights", "switch the {room} lamp off", "make the {room} dark",
        "turn the lights off in the {room}", "shut off the lamp in the {room}"),
    "alarm_set": (
        "set an alarm for {time}", "wake me up at {time}", "add a {time} alarm",
        "turn on the alarm at {time}", "put an alarm on for {time}"),
    "alarm_cancel": (
        "cancel the alarm for {time}", "do not wake me up at {time}", "remove my {time} alarm",
        "turn off the alarm at {time}", "shut the {time} alarm off"),
    "music_play": (
        "play some {genre} music", "put on the {genre} playlist", "start the {genre} songs",
        "turn the {genre} music on", "switch on the {genre} radio"),
    "music_stop": (
        "stop the {genre} music", "pause the {genre} playlist", "end the {genre} songs",
        "turn the {genre} music off", "switch off the {genre} radio"),
    "message_send": (
        "send a message to {name}", "write {name} a note", "text {name} that i am late",
        "tell {name} to wake me up", "answer the message from {name}"),
    "message_read": (
        "read the message from {name}", "show me the note {name} wrote",
        "check the text from {name}", "tell me what {name} wrote", "open the note from {name}"),
}
CLASS_NAMES = tuple(INTENTS)

FRAMES = (
    "{wanted}", "please {wanted}", "do not forget to {wanted}",
    "do not {other} but {wanted}", "{wanted} but do not {other}",
    "never {other} please {wanted}", "please {wanted} and never {other}",
    "do not forget to {wanted} and do not {other}",
    "do not {other} and do not forget to {wanted}",
    "{other} no wait {wanted}", "{other} sorry i meant {wanted}",
    "i meant {wanted} sorry not {other}", "{wanted} is what i want not {other}",
    "instead of {other} please {wanted}", "please {wanted} instead of {other}",
    "rather than {other} {wanted}", "{wanted} rather than {other}",
    "sam will {other} so you {wanted}", "you {wanted} because sam will {other}",
    "before you {other} please {wanted}", "{wanted} before you {other}",
    "after you {wanted} please {other}", "{other} after you {wanted}",
    "first {wanted} then {other}", "{other} but first {wanted}", "{wanted} and then {other}",
    "if it rains {other} but now {wanted}", "now {wanted} and if it rains {other}",
    "it is not true that you should not {wanted}",
    "i did not say {other} i said {wanted}", "i said {wanted} i did not say {other}",
)
PLAIN_FRAME_SHARE = 0.12

DISTRACTORS = (
    "hey there", "hello assistant", "thanks a lot", "by the way it is cold",
    "my sister called about dinner", "as i said yesterday", "the {room} lights are lovely",
    "i love {genre} music", "{name} told me about the alarm", "it is {time} now",
    "{name} is not in the {room}", "the radio in the {room} is off", "my note is on the table",
)
HESITATIONS = ("um", "uh", "like", "well", "just")


def _all_words():
    texts = list(FRAMES) + list(DISTRACTORS) + list(HESITATIONS)
    for phrases in list(INTENTS.values()) + list(SLOTS.values()):
        texts.extend(phrases)
    words = {word for text in texts for word in text.split() if "{" not in word}
    return sorted(words)


VOCABULARY = {word: FIRST_WORD_ID + index for index, word in enumerate(_all_words())}
VOCABULARY_SIZE = FIRST_WORD_ID + len(VOCABULARY)


def word_id(word):
    """Id of a word; a word outside the vocabulary (a typo) falls into a bucket by checksum."""
    known = VOCABULARY.get(word)
    return known if known else 1 + zlib.crc32(word.encode()) % UNKNOWN_BUCKETS


def _pick(rng, choices):
    return choices[int(rng.random() * len(choices))]


def _filled(rng, template):
    return template.format(**{slot: _pick(rng, values) for slot, values in SLOTS.items()})


def _other_intent(rng, label):
    """A rival intent: half the time the opposite of the wanted one, which shares its words."""
    if rng.random() < 0.5:
        return label ^ 1
    return (label + 1 + int(rng.random() * (len(CLASS_NAMES) - 1))) % len(CLASS_NAMES)


def _request(rng, label):
    plain = rng.random() < PLAIN_FRAME_SHARE
    frame = _pick(rng, FRAMES[:3] if plain else FRAMES[3:])
    other = _other_intent(rng, label)
    return frame.format(wanted=_filled(rng, _pick(rng, INTENTS[CLASS_NAMES[label]])),
                        other=_filled(rng, _pick(rng, INTENTS[CLASS_NAMES[other]]))).split()


def _with_distractor(rng, words):
    extra = _filled(rng, _pick(rng, DISTRACTORS)).split()
    if len(words) + len(extra) > LENGTH:
        return words
    return extra + words if rng.random() < 0.5 else words + extra


def _misspelt(rng, word):
    at = int(rng.random() * len(word))
    letter = _pick(rng, LETTERS)
    kind = int(rng.random() * 4)
    if kind == 0 and len(word) > 2:
        return word[:at] + word[at + 1:]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    return word[:at] + letter + word[at + 1:]


def _with_noise(rng, words, difficulty):
    noisy = []
    for word in words:
        chance = rng.random()
        if chance < 0.012 * difficulty:
            continue
        if chance < 0.03 * difficulty:
            noisy.append(_pick(rng, HESITATIONS))
        misspell = rng.random() < 0.05 * difficulty
        noisy.append(_misspelt(rng, word) if misspell else word)
    return noisy[:LENGTH]


def sentence(rng, label, difficulty):
    """One request as a list of words."""
    words = _request(rng, label)
    if rng.random() < 0.5:
        words = _with_distractor(rng, words)
    return _with_noise(rng, words, difficulty)


def encode(words):
    """Ids of the words, padded with 0 to the fixed length."""
    ids = [word_id(word) for word in words]
    return ids + [0] * (LENGTH - len(ids))


def generate_chunk(seed, chunk, count, difficulty):
    """One chunk (token ids as int16 [count, 32], labels); same arguments, same chunk."""
    rng = np.random.default_rng([seed, chunk])
    labels = np.arange(count, dtype=np.int64) % len(CLASS_NAMES)
    rng.shuffle(labels)
    tokens = [encode(sentence(rng, int(label), difficulty)) for label in labels]
    return np.array(tokens, np.int16), labels
