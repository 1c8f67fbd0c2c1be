#!/bin/sh
# Makes $1/admin. Needs a JDK, 17 or later, and Maven 3.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies "-DoutputDirectory=$1/lib"
javac -cp "$1/lib/*" -d "$1/classes" "$here/AdminCalls.java"
printf '#!/bin/sh\nexec java -cp "%s" AdminCalls\n' "$1/classes:$1/lib/*" >"$1/admin"
chmod +x "$1/admin"
