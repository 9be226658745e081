# SPDX-FileCopyrightText: 2026 The Nightjar authors
# SPDX-License-Identifier: Apache-2.0
# cmake -DARCHIVE=… -DFOLDER=… -DVARIABLE=… -P unpack.cmake: unpacks once, again when the archive is
# newer, and says so when there is none.
if(NOT EXISTS "${ARCHIVE}")
  message("${ARCHIVE} is absent: tests that need it skip. Put it there, or configure with "
    "-D ${VARIABLE}=PATH.")
  return()
endif()
set(stamp "${FOLDER}.stamp")
if(EXISTS "${stamp}" AND NOT "${ARCHIVE}" IS_NEWER_THAN "${stamp}")
  return()
endif()
message("Unpacking ${ARCHIVE} into ${FOLDER}")
file(REMOVE_RECURSE "${FOLDER}")
file(MAKE_DIRECTORY "${FOLDER}")
file(ARCHIVE_EXTRACT INPUT "${ARCHIVE}" DESTINATION "${FOLDER}")
file(TOUCH "${stamp}")
