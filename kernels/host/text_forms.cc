// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Cast, CastLike and Equal where strings are among their operands; kernels do them for numbers.
#include "kernels/host/host_op.h"
#include "kernels/host/text_numbers.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;
using Answer = Result<std::vector<HostTensor>>;

Answer converted(const HostTensor& from, DataType to) {
  HostTensor result(to, from.dims());
  for (int64_t i = 0; i < from.count(); ++i) {
    if (from.type() != DataType::kString) {
      result.strings()[static_cast<size_t>(i)] = number_as_text(from, i);
    } else if (to == DataType::kString) {
      result.strings()[static_cast<size_t>(i)] = from.strings()[static_cast<size_t>(i)];
    } else {
      NIGHTJAR_TRY(store_text_as_number(from.strings()[static_cast<size_t>(i)], i, result));
    }
  }
  return std::vector<HostTensor>{std::move(result)};
}

Answer run_cast(const HostOpCall& call) {
  NIGHTJAR_TRY(expect_host_inputs(call, 1));
  const int64_t number = call.attributes.get_int("to", 0);
  const auto to = tensor::data_type_from_onnx(
      static_cast<int32_t>(number < 0 || number >= tensor::kDataTypeCount ? 0 : number));
  if (!to) return invalid_input("attribute 'to' is " + std::to_string(number) + ", not a type");
  return converted(call.inputs[0], *to);
}

Answer run_cast_like(const HostOpCall& call) {
  NIGHTJAR_TRY(expect_host_inputs(call, 2));
  return converted(call.inputs[0], call.inputs[1].type());
}

/// Where in a tensor of `dims` element `position` of the wider `to` comes from.
int64_t broadcast_position(const Dims& dims, const Dims& to, int64_t position) {
  const Dims strides = tensor::row_major_strides(dims);
  int64_t place = 0;
  for (size_t axis = to.size(); axis-- > 0; position /= to[axis]) {
    const size_t lead = to.size() - dims.size();
    if (axis >= lead && dims[axis - lead] != 1) {
      place += position % to[axis] * strides[axis - lead];
    }
  }
  return place;
}

Result<Dims> joined_dims(const Dims& a, const Dims& b) {
  const Dims& longer = a.size() < b.size() ? b : a;
  const Dims& shorter = a.size() < b.size() ? a : b;
  Dims dims = longer;
  for (size_t i = 0; i < shorter.size(); ++i) {
    int64_t& extent = dims[dims.size() - shorter.size() + i];
    if (extent != shorter[i] && extent != 1 && shorter[i] != 1) {
      return invalid_input("shapes " + tensor::to_string(a) + " and " + tensor::to_string(b) +
                           " do not broadcast");
    }
    if (extent == 1) extent = shorter[i];
  }
  return dims;
}

Answer run_equal(const HostOpCall& call) {
  NIGHTJAR_TRY(expect_host_inputs(call, 2));
  const HostTensor &a = call.inputs[0], &b = call.inputs[1];
  if (a.type() != b.type()) return invalid_input("strings are compared with strings only");
  NIGHTJAR_ASSIGN(const Dims dims, joined_dims(a.dims(), b.dims()));
  HostTensor result(DataType::kBool, dims);
  for (int64_t i = 0; i < result.count(); ++i) {
    const auto left = static_cast<size_t>(broadcast_position(a.dims(), dims, i));
    const auto right = static_cast<size_t>(broadcast_position(b.dims(), dims, i));
    result.as<uint8_t>()[static_cast<size_t>(i)] = a.strings()[left] == b.strings()[right] ? 1 : 0;
  }
  return std::vector<HostTensor>{std::move(result)};
}

}  // namespace

void add_text_forms(HostOpTable& table) {
  table["Cast"] = run_cast;
  table["CastLike"] = run_cast_like;
  table["Equal"] = run_equal;
}

}  // namespace nightjar::kernels
