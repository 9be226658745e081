# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
# A room's .proto files become a library of its own, compiled without our warnings.
include_guard(GLOBAL)

# Sets `out` to the library made of `protos`; generated headers are included from the root, as
# "engine/onnx/onnx.pb.h".
function(nightjar_add_protos name protos out)
  nightjar_external(protobuf protobuf)
  set(generated "${PROJECT_BINARY_DIR}/generated")
  set(sources "")
  foreach(proto IN LISTS protos)
    cmake_path(RELATIVE_PATH proto BASE_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE path)
    string(REGEX REPLACE "\\.proto$" "" stem "${path}")
    add_custom_command(
      OUTPUT "${generated}/${stem}.pb.cc" "${generated}/${stem}.pb.h"
      COMMAND "${CMAKE_COMMAND}" -E make_directory "${generated}"
      COMMAND protobuf::protoc "--proto_path=${PROJECT_SOURCE_DIR}" "--cpp_out=${generated}"
              "${path}"
      DEPENDS "${proto}" protobuf::protoc
      WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
      COMMENT "Generating ${stem}.pb.h"
      VERBATIM)
    list(APPEND sources "${generated}/${stem}.pb.cc" "${generated}/${stem}.pb.h")
  endforeach()
  add_library(${name}_proto STATIC ${sources})
  target_include_directories(${name}_proto SYSTEM PUBLIC "${generated}")
  target_link_libraries(${name}_proto PUBLIC ${protobuf})
  set(${out} ${name}_proto PARENT_SCOPE)
endfunction()
