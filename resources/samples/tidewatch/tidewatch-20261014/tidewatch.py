#!/usr/bin/python3
PERIOD = 12 * 3600 + 25 * 60  # seconds between two high tides
print("Next high tide in", PERIOD // 2, "seconds, give or take")
