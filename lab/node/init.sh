#!/bin/sh
# First process of the node: gives it a root of its own, then waits for orphans for ever.
# Runs in fresh mount, process, IPC and host-name namespaces and the lab's network namespace (see sandbox.ts).
#   init.sh <name> <state directory> <run directory> <directories to show, separated by ":"> <tini>
# /usr, /etc, /home … are the host's. /run, /tmp and /var are the node's own, for Kubernetes and containerd have paths
# there that cannot be configured (/var/lib/kubelet/device-plugins, /var/log/containers, /run/netns …), and a second
# Kubernetes on this machine must not meet them.
set -eu
name=$1 state=$2 run=$3 shown=$4 tini=$5
new=$run/root

for group in $LAB_CGROUPS; do echo 0 >"$group/cgroup.procs"; done
hostname "$name" 2>/dev/null || echo "$name" >/proc/sys/kernel/hostname

mkdir -p "$new"
mount -t tmpfs -o mode=755,size=64m "$name" "$new"
for entry in /* /.[!.]*; do
  case ${entry#/} in proc | sys | run | tmp | var | lost+found) continue ;; esac
  if [ -L "$entry" ]; then
    ln -s "$(readlink "$entry")" "$new$entry"
  elif [ -d "$entry" ]; then
    mkdir "$new$entry"
    mount --rbind "$entry" "$new$entry"
  fi
done

mkdir -p "$new/proc" "$new/sys" "$new/run" "$new/tmp" "$new/var/lib/kubelet" "$new/var/log" "$new/old"
mount -t proc proc "$new/proc"
# sysfs shows the interfaces of the network namespace it is mounted in.
mount -t sysfs sysfs "$new/sys"
mount --rbind /sys/fs/cgroup "$new/sys/fs/cgroup"
mount -t tmpfs -o mode=755 run "$new/run"
mount -t tmpfs -o mode=1777 tmp "$new/tmp"
ln -s /run "$new/var/run"

show() {
  mkdir -p "$1" "$new$2"
  mount --rbind "$1" "$new$2"
}
show "$state" "$state"
show "$run" "$run"
show "$state/kubelet" /var/lib/kubelet
show "$state/node-logs" /var/log
old_ifs=$IFS
IFS=:
for directory in $shown; do
  # What lies under a directory of the host is there already.
  [ -d "$new$directory" ] || show "$directory" "$directory"
done
IFS=$old_ifs

cd "$new"
pivot_root . old
umount -l /old
rmdir /old
# Pods may ask for mount propagation; it ends at this namespace.
mount --make-rshared /

echo ready >"$run/node.ready"
exec "$tini" -s -- sleep infinity
