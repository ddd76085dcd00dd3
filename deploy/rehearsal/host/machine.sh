#!/bin/bash
# machine.sh CLONE NODE PROGRAM...: runs a program of the clone as root of a machine of its own, under a real systemd: its root is a copy of this one
# that forgets what is written, it has its own processes, network and control groups. Ends all of it when it is told to or the program ends.
set -eu
if [ "${1:-}" != inside ]; then
  # A control group for the machine's own, wherever this system keeps them.
  mount --make-rprivate /
  groups=$(mktemp -d)
  mount -t cgroup2 none "$groups"
  group=$groups/latchkey-rehearsal-$$
  mkdir "$group"
  end() {
    trap - TERM INT HUP EXIT
    kill -KILL "$machine" 2>/dev/null || true
    wait "$machine" 2>/dev/null || true
    # What was killed may still be leaving.
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      find "$group" -depth -type d -exec rmdir {} + 2>/dev/null && break
      sleep 0.2
    done
    umount "$groups" && rmdir "$groups"
  }
  trap end TERM INT HUP EXIT
  bash -c 'echo $$ > "$1/cgroup.procs"; shift; exec "$@"' _ "$group" \
    unshare --cgroup --net --pid --uts --ipc --mount --fork --kill-child "$0" inside "$@" &
  machine=$!
  wait "$machine"
  exit
fi

shift
clone=$1 node=$2
shift 2
mount -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work overlay /mnt/root
cd /mnt/root
mkdir -p usr/local/bin && rm -f usr/local/bin/node && touch usr/local/bin/node
mount --bind "$node" usr/local/bin/node
mount -t proc proc proc
mount --bind proc/sys proc/sys && mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
for folder in run tmp opt etc/latchkey var/lib/latchkey etc/postgresql var/lib/postgresql var/log/postgresql; do
  mkdir -p "$folder" && mount -t tmpfs -o mode=755 tmpfs "$folder"
done
chmod 1777 tmp
# After those folders: it may lie in one of them.
mkdir -p ".$clone" && mount --rbind "$clone" ".$clone"
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do touch "dev/$device" && mount --bind "/dev/$device" "dev/$device"; done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
pivot_root . mnt
umount -l mnt
hostname host
# What looks after a real machine has nothing to do here.
for unit in systemd-timesyncd systemd-networkd systemd-resolved systemd-udevd systemd-sysctl systemd-journal-flush nginx haproxy postgresql; do
  rm -f /etc/systemd/system/*.wants/$unit.service
done
for unit in systemd-timesyncd systemd-udevd systemd-udev-trigger systemd-sysctl systemd-random-seed systemd-remount-fs; do
  ln -sf /dev/null /etc/systemd/system/$unit.service
done
ln -sf /lib/systemd/system/basic.target /etc/systemd/system/default.target
( "$@" && code=0 || code=$?; systemctl exit --force "$code" ) &
export container=lxc
exec /lib/systemd/systemd --system --log-target=journal --show-status=false
