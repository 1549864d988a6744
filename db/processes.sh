#!/bin/sh
# The processes of this machine, for db/embedded_processes.ts. It stands apart because the program
# runs with narrow permissions: it may run this, but not look into /proc or signal just anybody.
#
#   processes.sh list               each argument of each process as "/proc/<pid>/cmdline:<argument>",
#                                   ended by a NUL; without the empty ones, of which PostgreSQL's
#                                   processes have hundreds where they wrote their name
#   processes.sh signal NAME PID…   sends a signal; a process that is gone already is no error
case $1 in
  list) exec grep -azsH . /proc/[0-9]*/cmdline ;;
  signal) shift && kill -s "$@" 2>/dev/null ;;
esac
