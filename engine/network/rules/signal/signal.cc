// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Fourier transforms, windows and filter banks.
#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

/// The one element of an input; nothing where it is not known as an expression.
std::optional<Dim> known_scalar(const RuleInput& in, size_t index) {
  if (!given(in, index) || in.inputs[index].elements == nullptr) return std::nullopt;
  const auto& elements = *in.inputs[index].elements;
  return elements.size() == 1 ? std::optional(elements.front()) : std::nullopt;
}

Dim half_and_one(const Dim& length) { return Dim::floor_div(length, Dim(2)) + Dim(1); }

/// Refuses a last axis that does not hold real numbers or pairs of real and imaginary part.
Status expect_complex(const RuleInput& in, size_t index) {
  const auto parts = shape_of(in, index).back().constant();
  if (!parts || *parts == 1 || *parts == 2) return {};
  return invalid_input("the last axis of input " + std::to_string(index) + " has " +
                       std::to_string(*parts) + " elements, one or two are wanted");
}

/// DFT (x, [length], [axis]).
Outputs infer_dft(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 3));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_rank(in, 0, 2));
  NIGHTJAR_TRY(expect_complex(in, 0));
  Shape shape = shape_of(in, 0);
  int64_t named = -2;
  if (given(in, 2)) {
    const auto axis = known_scalar(in, 2);
    if (!axis || !axis->constant()) return not_yet_known("the axis must be known");
    named = *axis->constant();
  }
  NIGHTJAR_ASSIGN(const int axis, normalize_axis(named, shape.size()));
  if (axis + 1 == static_cast<int>(shape.size())) {
    return invalid_input("the axis is that of real and imaginary part");
  }
  Dim& extent = shape[static_cast<size_t>(axis)];
  const bool onesided = in.op.attributes.get_int("onesided", 0) != 0;
  const bool gives_real = onesided && in.op.attributes.get_int("inverse", 0) != 0;
  Dim length = gives_real ? Dim(2) * (extent - Dim(1)) : extent;
  if (given(in, 1)) length = known_scalar(in, 1).value_or(unknown_extent(in, 0));
  extent = onesided && !gives_real ? half_and_one(length) : length;
  shape.back() = gives_real ? 1 : 2;
  return one_output(type_of(in, 0), std::move(shape));
}

/// STFT (signal [batch, length, 1 or 2], frame step, [window], [frame length]).
Outputs infer_stft(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 4));
  NIGHTJAR_TRY(expect_float(in, 0));
  NIGHTJAR_TRY(expect_rank(in, 0, 2, 3));
  const Shape& signal = shape_of(in, 0);
  if (signal.size() == 3) NIGHTJAR_TRY(expect_complex(in, 0));
  const auto step = known_scalar(in, 1);
  std::optional<Dim> length;
  if (given(in, 3)) {
    length = known_scalar(in, 3);
  } else if (given(in, 2)) {
    NIGHTJAR_TRY(expect_rank(in, 2, 1, 1));
    length = shape_of(in, 2)[0];
  } else {
    return invalid_input("a window or the length of a frame is wanted");
  }
  if (!step || !length) {
    return one_output(type_of(in, 0), {signal[0], unknown_extent(in, 0), unknown_extent(in, 1), 2});
  }
  if (step->constant() && *step->constant() < 1) return invalid_input("frames must move forward");
  const Dim frames = Dim::floor_div(signal[1] - *length, *step) + Dim(1);
  const bool onesided = in.op.attributes.get_int("onesided", 1) != 0;
  return one_output(type_of(in, 0),
                    {signal[0], frames, onesided ? half_and_one(*length) : *length, 2});
}

Result<DataType> output_type(const RuleInput& in) {
  const int64_t number =
      in.op.attributes.get_int("output_datatype", static_cast<int64_t>(DataType::kFloat32));
  const auto type = tensor::data_type_from_onnx(static_cast<int32_t>(number));
  if (type && (tensor::is_float(*type) || tensor::is_integer(*type))) return *type;
  return invalid_input("attribute 'output_datatype' is " + std::to_string(number) +
                       ", not a type of numbers");
}

Outputs infer_window(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_ASSIGN(const DataType type, output_type(in));
  return one_output(type, {known_scalar(in, 0).value_or(unknown_extent(in, 0))});
}

/// MelWeightMatrix (bins, DFT length, sample rate, lower edge, upper edge).
Outputs infer_mel_weights(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 5, 5));
  NIGHTJAR_ASSIGN(const DataType type, output_type(in));
  const auto bins = known_scalar(in, 0), length = known_scalar(in, 1);
  return one_output(type, {length ? half_and_one(*length) : unknown_extent(in, 0),
                           bins.value_or(unknown_extent(in, 1))});
}

}  // namespace

void add_signal_rules(RuleTable& table) {
  table["DFT"] = infer_dft;
  table["STFT"] = infer_stft;
  table["MelWeightMatrix"] = infer_mel_weights;
  for (const char* type : {"HannWindow", "HammingWindow", "BlackmanWindow"}) {
    table[type] = infer_window;
  }
}

}  // namespace nightjar::network::rules
