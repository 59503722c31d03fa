"""Run as a program: takes limits upon itself, then becomes the program that is named.

    python limits_then_program.py MEMORY CPU_SECONDS FILE_SIZE PROGRAM [ARGUMENT…]

In a process of its own and not in ``preexec_fn``, which is unsafe in a server with
threads. Dies with whoever started it, so that a killed server leaves no worker behind.
"""

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> None:
    memory, seconds, file_size = (int(number) for number in sys.argv[1:4])
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_CORE, 0),  # a core dump would be plaintext on a disk
        (resource.RLIMIT_NOFILE, 256),
    ):
        resource.setrlimit(kind, (most, most))
    os.execv(sys.argv[4], sys.argv[4:])


if __name__ == "__main__":
    main()
