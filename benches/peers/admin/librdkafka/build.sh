#!/bin/sh
# Makes $1/admin. Needs python3 with venv and pip.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python3 -m venv "$1/venv"
"$1/venv/bin/pip" install -q -r "$here/requirements.txt"
printf '#!/bin/sh\nexec "%s" "%s"\n' "$1/venv/bin/python" "$here/admin.py" >"$1/admin"
chmod +x "$1/admin"
