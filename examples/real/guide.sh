#!/bin/sh
# The guide from the application to the emailed code, with logtoctl in the place of
# two consoles: guide.sh FOLDER. The folder, which must not exist yet, gets the app's
# .env. The environment says where Logto, Direct Mail and the inbox are, as that of
# `logtoctl sandbox exec` does.
set -eu

if [ $# -ne 1 ]; then
  echo 'usage: guide.sh FOLDER' >&2
  exit 2
fi
: "${LOGTO_ENDPOINT:?}" "${LOGTO_M2M_APP_ID:?}" "${ALIBABA_CLOUD_ACCESS_KEY_ID:?}" "${LOGTOCTL_INBOX_URL:?}"
connector=$(cd "$(dirname "$0")/.." && pwd)/connector.json
(umask 077 && mkdir "$1")
cd "$1"
to=reader@example.com

step() { printf '\n== %s\n' "$1" >&2; }

run() {
  echo "\$ logtoctl $*" >&2
  logtoctl "$@"
}

# printed WANT ARGUMENT... demands what a run of logtoctl prints.
printed() {
  want=$1
  shift
  got=$(run "$@")
  echo "$got" >&2
  if [ "$got" != "$want" ]; then
    echo "guide.sh: that is not $want" >&2
    exit 1
  fi
}

step '1. Create the application, and hand its credentials to the Go app'
application() {
  printed "$1" app create Bookstore --env-file .env --jq .status \
    --redirect-uri http://localhost:3000/callback --post-sign-out-redirect-uri http://localhost:3000
}
application created
for name in LOGTO_ENDPOINT LOGTO_APP_ID LOGTO_APP_SECRET LOGTO_REDIRECT_URI LOGTO_POST_SIGN_OUT_REDIRECT_URI; do
  grep -q "^$name=." .env || { echo "guide.sh: .env has no $name" >&2; exit 1; }
done

step '3. Look whether the Aliyun account can send'
run direct-mail account
printed true direct-mail domain check mail.example.com --jq .ok
printed noreply@mail.example.com direct-mail sender list --jq '.[].accountName'

step '4 and 5. Set up the connector: Logto sends a test mail with it before it is saved'
printed sent connector aliyun-dm test "$to" -f "$connector" --jq .status
printed 000000 sandbox inbox --to "$to" --code
printed created connector aliyun-dm apply -f "$connector" --jq .status

step '6. Let people sign in with an emailed code'
printed updated sign-in-experience enable-email --jq .status

step '7. Look at the mail of every flow, and let Logto send and verify a code'
printed 9 test-email "$to" --all --jq length
printed verified test-email "$to" --round-trip --jq .status
printed 11 sandbox inbox --to "$to" --jq length

step 'Is everything as it should be?'
run doctor
application unchanged
printed unchanged connector aliyun-dm apply -f "$connector" --jq .status
printed unchanged sign-in-experience enable-email --jq .status
