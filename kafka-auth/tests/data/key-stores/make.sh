#!/bin/sh
# The key stores of this folder, by the tools that people make them with: make.sh FOLDER
# The tests read those that are committed here, and new ones where keytool and openssl are to be had.
set -eu
cd "$1"
pass=changeit
quiet() { "$@" >/dev/null 2>&1 || { echo "failed: $*" >&2; exit 1; }; }
key() { quiet openssl ecparam -name prime256v1 -genkey -noout -out "$1.ec" &&
    quiet openssl pkcs8 -topk8 -nocrypt -in "$1.ec" -out "$1-key.pem" && rm "$1.ec"; }
signed() { # NAME EXTENSIONS
    key "$1"
    quiet openssl req -new -key "$1-key.pem" -subj "/CN=$1" -out "$1.csr"
    echo "$2" >"$1.ext"
    quiet openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca-key.pem -set_serial "$3" -days 36500 \
        -extfile "$1.ext" -out "$1.pem"
    rm "$1.csr" "$1.ext"
}

key ca
quiet openssl req -x509 -new -key ca-key.pem -subj "/CN=key store authority" -days 36500 -out ca.pem
signed server "subjectAltName=DNS:kafka.test" 2
signed client "basicConstraints=CA:FALSE" 3
rm ca-key.pem

# Trust stores.
import() { quiet keytool "$@" -importcert -noprompt -alias ca -file ca.pem -storepass "$pass"; }
import -keystore trust.jks -storetype JKS
import -keystore trust.p12 -storetype PKCS12
import -keystore trust-old.p12 -storetype PKCS12 -J-Dkeystore.pkcs12.legacy
quiet openssl pkcs12 -export -nokeys -in ca.pem -passout "pass:$pass" -out trust-openssl.p12

# Stores of a client's key.
export_as() { # FILE PASSWORD MORE…
    file=$1 password=$2
    shift 2
    quiet openssl pkcs12 -export -inkey client-key.pem -in client.pem -certfile ca.pem -name me \
        -passout "pass:$password" -out "$file" "$@"
}
export_as openssl.p12 "$pass"
export_as legacy.p12 "$pass" -legacy
export_as rc2-128.p12 "$pass" -legacy -certpbe PBE-SHA1-RC2-128 -keypbe PBE-SHA1-2DES
export_as aes-128-sha512.p12 "$pass" -certpbe AES-128-CBC -keypbe AES-192-CBC -macalg sha512
export_as des3.p12 "$pass" -certpbe DES-EDE3-CBC -keypbe DES-EDE3-CBC -macalg sha384
export_as sha1.p12 "$pass" -certpbe AES-256-CBC -keypbe AES-256-CBC -macalg sha1
export_as plain.p12 "$pass" -certpbe NONE -keypbe NONE
export_as no-mac.p12 "$pass" -nomac
export_as empty.p12 ""
export_as accents.p12 "pässwörd €"
convert() { # FILE KEY_PASSWORD MORE…
    file=$1 password=$2
    shift 2
    quiet keytool -importkeystore -noprompt -srckeystore openssl.p12 -srcstorepass "$pass" -alias me \
        -destkeystore "$file" -deststorepass "$pass" -destkeypass "$password" "$@"
}
convert java.p12 "$pass" -deststoretype PKCS12
convert java-old.p12 "$pass" -deststoretype PKCS12 -J-Dkeystore.pkcs12.legacy
convert java.jks "$pass" -deststoretype JKS
convert key-password.jks "another-one" -deststoretype JKS
convert java.jceks "$pass" -deststoretype JCEKS
