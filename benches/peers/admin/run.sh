#!/bin/sh
# Builds the clients we compare with, then lets all of them make admin calls to one emulator.
# A client that cannot be built here is left out.
exec "$(dirname "$0")/../run.sh" admin admin "$@"
