"""Kernel guards around a program, where the kernel grants them to an ordinary user (Linux).

- its own user and mount namespace, in which the repository is read-only for everything, child
  processes and C++ code included;
- its own network namespace without any network, where that is asked for;
- no capabilities, no way to gain any.

Elsewhere the audit hook of `yeje.run.guard` stands alone.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

from yeje.model import Limits

# Numbers of the Linux kernel's interface: <linux/sched.h>, <linux/prctl.h>, <sys/mount.h>.
CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x00020000, 0x10000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE, MS_RELATIME = 1, 32, 4096, 16384, 1 << 18, 1 << 21
CAPABILITY_VERSION_3 = 0x20080522
NOBODY = 65534


def die_with_parent(sent: int = signal.SIGKILL) -> None:
    """Have the kernel send this process a signal when its parent ends."""
    _prctl(PR_SET_PDEATHSIG, sent)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends, so that none is lost sight of."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def hide_from_programs() -> None:
    """Keep other processes of this user from reading this one's memory and environment."""
    _prctl(PR_SET_DUMPABLE, 0)


def set_limits(limits: Limits) -> None:
    """Limits that the kernel keeps by itself. Memory is not among them: see `Limits`."""
    size = limits.file_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def enter(root: Path, network: bool) -> tuple[str, ...]:
    """Enter the namespaces with this single-threaded process; return what now guards it."""
    guards = ["audit hook"]
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        user, group = os.getuid(), os.getgid()
        for extra, name in ((0 if network else CLONE_NEWNET, "no network"), (0, "")):
            if libc.unshare(CLONE_NEWUSER | CLONE_NEWNS | extra) == 0:
                _map_user(user, group)
                if _make_read_only(libc, root):
                    guards.append("read-only repository")
                if extra:
                    guards.append(name)
                _drop_capabilities(libc)
                break
    return tuple(guards)


def _map_user(user: int, group: int) -> None:
    # Root becomes nobody in there: a root without capabilities would regain them at an exec.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user or NOBODY} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group or NOBODY} {group} 1")


def _make_read_only(libc: ctypes.CDLL, root: Path) -> bool:
    folder = os.fsencode(root)
    keras = os.environ.get("KERAS_HOME", "")
    if libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) != 0:
        return False
    if libc.mount(folder, folder, None, MS_BIND | MS_REC, None) != 0:
        return False
    if Path(keras).is_dir():  # downloads of Keras stay possible
        libc.mount(os.fsencode(keras), os.fsencode(keras), None, MS_BIND, None)
    # In a user namespace a remount must keep the flags that the outer mount has.
    have = os.statvfs(root).f_flag
    kept = have & 0b1110 | have & 0xC00 | (MS_RELATIME if have & 4096 else 0)
    flags = MS_BIND | MS_REMOUNT | MS_RDONLY | kept
    return bool(libc.mount(b"none", folder, None, flags, None) == 0)


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    libc.capset(header, (ctypes.c_uint32 * 6)())
    _prctl(PR_SET_NO_NEW_PRIVS, 1)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
