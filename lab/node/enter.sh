#!/bin/sh
# Starts a program in the node, in its own session and process group, and prints its number there.
#   enter.sh <log file> <program> [argument …]
# This shell ends at once; the program's parent is then the node's first process, which buries it.
set -eu
for group in $LAB_CGROUPS; do echo 0 >"$group/cgroup.procs"; done
unset LAB_CGROUPS
log=$1
shift
# A background command of a script leads no process group, so setsid does not fork and $! is the program.
setsid "$@" >>"$log" 2>&1 </dev/null &
echo $!
