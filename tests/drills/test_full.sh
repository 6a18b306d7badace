#!/usr/bin/env bash
# The fault drills at full count: 200 kills, 40 limits and 40 small disks, 40 races. ctest: label=long timeout=900
exec python3 "$(dirname "$0")/test_drills.py" 200 40 40
