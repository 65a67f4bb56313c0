#!/bin/sh
# Checks this archive, reruns it and compares: ./run.sh [--store DIR] [--out DIR] [--check-only]
# The Python with the packages of requirements.lock is named by PYTHON.
cd "$(dirname "$0")" || exit 1
exec "${PYTHON:-python3}" -B verify.py "$@"
