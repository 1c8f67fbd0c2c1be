#!/bin/sh
# Makes $1/login. Needs Go, as new as go.mod says.
set -eu
cd "$(dirname "$0")"
go build -o "$1/login" .
