#!/usr/bin/env bash
# The fault drills on two ranks at full count: 60 kills, 10 limits and 10 small disks, 10 races. ctest: label=long timeout=1800
exec python3 "$(dirname "$0")/test_ranks.py" 60 10 10
