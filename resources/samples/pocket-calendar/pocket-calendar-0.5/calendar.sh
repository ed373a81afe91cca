#!/bin/sh
date +"%A, %d %B"
