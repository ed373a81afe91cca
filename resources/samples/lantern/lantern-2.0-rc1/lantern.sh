#!/bin/sh
for picture in "$@"; do
    printf "%s\n" "$picture"
done
