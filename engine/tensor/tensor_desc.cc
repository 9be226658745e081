// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/tensor_desc.h"

namespace nightjar::tensor {

std::string to_string(const TensorDesc& desc) {
  std::string text = std::string(name_of(desc.type)) + "[" + to_string(desc.shape) + "]";
  if (desc.layout != Layout::kRowMajor) text += " " + std::string(name_of(desc.layout));
  return text;
}

void write(const TensorDesc& desc, ByteWriter& out) {
  out.put(static_cast<uint8_t>(desc.type));
  out.put(static_cast<uint8_t>(desc.layout));
  out.put(static_cast<uint32_t>(desc.shape.size()));
  for (const Dim& extent : desc.shape) extent.write(out);
}

Result<TensorDesc> read_tensor_desc(ByteReader& in) {
  NIGHTJAR_ASSIGN(const uint8_t type, in.get<uint8_t>());
  NIGHTJAR_ASSIGN(const uint8_t layout, in.get<uint8_t>());
  NIGHTJAR_ASSIGN(const uint32_t rank, in.get_count(4));
  if (type >= kDataTypeCount) return invalid_input("unknown data type " + std::to_string(type));
  if (layout > static_cast<uint8_t>(Layout::kChannelsBlocked16)) {
    return invalid_input("unknown layout " + std::to_string(layout));
  }
  TensorDesc desc{static_cast<DataType>(type), {}, static_cast<Layout>(layout)};
  for (uint32_t axis = 0; axis < rank; ++axis) {
    NIGHTJAR_ASSIGN(Dim extent, Dim::read(in));
    desc.shape.push_back(std::move(extent));
  }
  if (!layout_fits(desc.layout, desc.shape)) {
    return invalid_input("layout " + std::string(name_of(desc.layout)) + " does not fit shape " +
                         to_string(desc.shape));
  }
  return desc;
}

}  // namespace nightjar::tensor
