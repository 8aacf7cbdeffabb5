"""Kernel guards around a program, where the kernel grants them to an ordinary user (Linux).

- its own user and mount namespace, in which everything but its run folder is read-only, for child
  processes and C++ code as well;
- its own process namespace: it sees and can signal only what it started, and all of that ends with
  it, however fast it forks;
- its own network namespace without any network, where that is asked for;
- no capabilities, no way to gain any.

Elsewhere the audit hook of `yeje.run.guard` stands alone.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from yeje.model import Limits

# Numbers of the Linux kernel's interface: <linux/sched.h>, <linux/prctl.h>, <sys/mount.h>.
CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x20000, 0x10000000, 0x20000000, 0x40000000
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MOUNT_SETATTR, AT_FDCWD, AT_RECURSIVE, MOUNT_ATTR_RDONLY = 442, -100, 0x8000, 1
CAPABILITY_VERSION_3 = 0x20080522
NOBODY = 65534

SHARED = b"mode=1777,size=256m"
"""Of the /dev/shm that multiprocessing's locks are in: it is memory, and nobody's that could be ended."""

READ_ONLY = "read-only file system"
PROCESSES = "own processes only"
NO_NETWORK = "no network"


def die_with_parent(sent: int) -> None:
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
    import resource  # POSIX only

    size = limits.file_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def works() -> bool:
    """Whether the namespaces can be entered here. Tried out in a process of its own: some kernels let
    a process in and then refuse what it needs there, and there is no way back."""
    if sys.platform != "linux":
        return False
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            if PROCESSES in enter((), network=False):
                with start_init():
                    inside = os.fork()
                    if inside == 0:
                        settle_in()
                        os._exit(0)
                    os._exit(os.waitstatus_to_exitcode(os.waitpid(inside, 0)[1]))
        os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def enter(writable: Iterable[str], network: bool) -> tuple[str, ...]:
    """Enter the namespaces with this single-threaded process; return what now guards it.

    Of the process namespace only children that are started from now on are part: see `start_init`.
    """
    if sys.platform != "linux":
        return ()
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    wanted = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID
    for extra, guards in ((CLONE_NEWNET, (NO_NETWORK,)), (0, ())):
        if network and extra:
            continue
        if libc.unshare(wanted | extra) == 0:
            _map_user(user, group)
            read_only = (READ_ONLY,) if _make_read_only(libc, writable) else ()
            return (*read_only, PROCESSES, *guards)
    return ()


def start_init() -> subprocess.Popen[bytes]:
    """The first process of the new process namespace: when it ends, the kernel ends all others.

    ``cat`` waits for the end of a pipe that this process holds, so that it cannot outlive it. That
    this first process is not the program has a reason: the kernel shields it from signals.
    """
    return subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd="/")


def settle_in() -> None:
    """In the program's process: see the own processes in /proc, give up every privilege."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        if os.getppid() == 0 and libc.unshare(CLONE_NEWNS) == 0:  # 0: not of this namespace
            libc.mount(b"proc", b"/proc", b"proc", 0, None)  # refused in some containers: no harm
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
        libc.capset(header, (ctypes.c_uint32 * 6)())
        _prctl(PR_SET_NO_NEW_PRIVS, 1)


def _map_user(user: int, group: int) -> None:
    # Root becomes nobody in there: a root without capabilities would regain them at an exec.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user or NOBODY} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group or NOBODY} {group} 1")


def _make_read_only(libc: ctypes.CDLL, writable: Iterable[str]) -> bool:
    """Make every mount read-only but the folders `writable` and a fresh /dev/shm."""
    if libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) != 0:
        return False
    folders = [os.fsencode(folder) for folder in writable if os.path.isdir(folder)]
    for folder in folders:
        if libc.mount(folder, folder, None, MS_BIND, None) != 0:
            return False
    if _mount_setattr(libc, b"/", AT_RECURSIVE, MOUNT_ATTR_RDONLY, 0) != 0:
        return False
    for folder in folders:
        _mount_setattr(libc, folder, 0, 0, MOUNT_ATTR_RDONLY)
    libc.mount(b"tmpfs", b"/dev/shm", b"tmpfs", 0, SHARED)
    return True


def _mount_setattr(libc: ctypes.CDLL, path: bytes, flags: int, set_: int, clear: int) -> int:
    attributes = struct.pack("QQQQ", set_, clear, 0, 0)
    return int(libc.syscall(MOUNT_SETATTR, AT_FDCWD, path, flags, attributes, len(attributes)))


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
