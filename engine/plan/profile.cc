// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/plan/profile.h"

namespace nightjar::plan {
namespace {

/// As many extents, none of them smaller.
bool is_at_least(const tensor::Dims& dims, const tensor::Dims& least) {
  if (dims.size() != least.size()) return false;
  for (size_t i = 0; i < dims.size(); ++i) {
    if (dims[i] < least[i]) return false;
  }
  return true;
}

void put_dims(ByteWriter& out, const tensor::Dims& dims) {
  out.put(static_cast<uint32_t>(dims.size()));
  for (const int64_t extent : dims) out.put(extent);
}

Result<tensor::Dims> get_dims(ByteReader& in) {
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(sizeof(int64_t)));
  tensor::Dims dims;
  for (uint32_t i = 0; i < count; ++i) {
    NIGHTJAR_ASSIGN(const int64_t extent, in.get<int64_t>());
    dims.push_back(extent);
  }
  return dims;
}

}  // namespace

Status check_profile(const Profile& profile) {
  for (const auto& [name, range] : profile.inputs) {
    if (is_at_least(range.opt, range.min) && is_at_least(range.max, range.opt)) continue;
    return invalid_input("profile of input '" + name + "': " + tensor::to_string(range.min) + ", " +
                         tensor::to_string(range.opt) + " and " + tensor::to_string(range.max) +
                         " are not least, expected and most extents of one rank");
  }
  return {};
}

Status check_dims(const Profile& profile, const std::map<std::string, tensor::Dims>& dims) {
  for (const auto& [name, range] : profile.inputs) {
    const auto found = dims.find(name);
    if (found == dims.end()) continue;
    if (is_at_least(found->second, range.min) && is_at_least(range.max, found->second)) continue;
    return invalid_input("input '" + name + "' of " + tensor::to_string(found->second) +
                         " is outside of the profile, which goes from " +
                         tensor::to_string(range.min) + " to " + tensor::to_string(range.max));
  }
  return {};
}

Status check_dims(const std::vector<Profile>& profiles,
                  const std::map<std::string, tensor::Dims>& dims) {
  Status refused;
  for (const Profile& profile : profiles) {
    refused = check_dims(profile, dims);
    if (refused.ok()) return {};
  }
  return refused;
}

void write(const Profile& profile, ByteWriter& out) {
  out.put(static_cast<uint32_t>(profile.inputs.size()));
  for (const auto& [name, range] : profile.inputs) {
    out.put_string(name);
    put_dims(out, range.min);
    put_dims(out, range.opt);
    put_dims(out, range.max);
  }
}

Result<Profile> read_profile(ByteReader& in) {
  NIGHTJAR_ASSIGN(const uint32_t count, in.get_count(4 * sizeof(uint32_t)));
  Profile profile;
  for (uint32_t i = 0; i < count; ++i) {
    NIGHTJAR_ASSIGN(const std::string name, in.get_string());
    InputRange& range = profile.inputs[name];
    NIGHTJAR_ASSIGN(range.min, get_dims(in));
    NIGHTJAR_ASSIGN(range.opt, get_dims(in));
    NIGHTJAR_ASSIGN(range.max, get_dims(in));
  }
  NIGHTJAR_TRY(check_profile(profile));
  return profile;
}

}  // namespace nightjar::plan
