#!/bin/sh
# Makes $1/admin. Needs Go, as new as go.mod says.
set -eu
cd "$(dirname "$0")"
go build -o "$1/admin" .
