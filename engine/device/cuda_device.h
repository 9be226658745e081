// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// NVIDIA GPUs as devices. Only in builds with CUDA.
#pragma once

#include <memory>
#include <string>

#include "engine/device/device.h"

namespace nightjar::device {

/// Fails with the reason when there is no GPU of that number or no driver.
Result<std::unique_ptr<Device>> open_cuda_device(int ordinal);
/// 0 without a driver.
int cuda_device_count();

/// "0000:41:00.0": what other tools call the GPU. Empty when the driver does not say.
std::string pci_bus_id(const Device& device);

/// Host memory that copies to and from the GPU without staging, while the host goes on.
Result<Buffer> allocate_pinned(size_t byte_count);

}  // namespace nightjar::device
