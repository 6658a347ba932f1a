#!/usr/bin/env bash
# The whole guide on a real Logto: starts what examples/compose.yaml describes, makes
# first credentials, goes through the guide with logtoctl, signs a person up and in
# with emailed codes, and takes everything down again, whatever happened. Needs
# Docker with Compose and the ports 3001, 3002 and 3004; nothing else on the machine
# is touched.
set -euo pipefail
cd "${BASH_SOURCE[0]%/*}/.."

fail() {
  echo "make real: $1" >&2
  exit 1
}
command -v docker >/dev/null || fail 'needs Docker, and there is none here. The same settings without it: make crosscheck'
docker compose version >/dev/null 2>&1 || fail 'needs Docker with Compose, and this one has none: docker compose version'
docker info >/dev/null 2>&1 || fail 'needs Docker, and its daemon does not answer: docker info'

# A project of its own, so that one that somebody keeps running is left alone.
compose() { docker compose --project-name "logtoctl-real-$$" --file compose.yaml "$@"; }
inside() { compose exec -T "$@"; }

down() {
  local status=$?
  trap - EXIT INT TERM
  if [ "$status" -ne 0 ]; then
    compose logs --no-color --tail 50 >&2 || true
  fi
  compose down --volumes --remove-orphans >&2 || status=1
  exit "$status"
}
trap down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

echo '== A Logto, its database, and the sandbox as its Direct Mail' >&2
compose up --build --detach --wait --wait-timeout 900

echo '== First credentials' >&2
inside postgres psql --username postgres --dbname logto --no-align --tuples-only \
  --command "select secret from applications where tenant_id = 'admin' and id = 'm-default'" |
  inside logto node /examples/real/bootstrap.mjs |
  inside sandbox sh -c 'umask 077 && cat >/run/sandbox/logto'

# logtoctl, too, takes the way that it takes to the real Direct Mail.
# shellcheck disable=SC2016 # for the shell inside
inside sandbox sh -c '
  . /run/sandbox/variables && . /run/sandbox/logto && unset LOGTOCTL_DM_ENDPOINT &&
  SSL_CERT_FILE=$NODE_EXTRA_CA_CERTS exec sh /examples/real/guide.sh /run/sandbox/app'

echo >&2
echo '== 8. Sign up and in with an emailed code' >&2
inside sandbox cat /run/sandbox/app/.env | inside logto node /examples/real/sign-in.mjs

echo 'make real: the whole guide works on a real Logto' >&2
