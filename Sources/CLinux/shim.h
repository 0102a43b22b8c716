#pragma once
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

/// Swift cannot import C variadics, and glibc before 2.36 has no wrappers for pidfds.

static inline int orchestrate_pidfd_open(pid_t pid) {
  return (int)syscall(SYS_pidfd_open, pid, 0);
}

static inline int orchestrate_pidfd_send_signal(int descriptor, int number) {
  return (int)syscall(SYS_pidfd_send_signal, descriptor, number, NULL, 0);
}

/// A file without a name, in memory; closed on exec.
static inline int orchestrate_memory_file(void) {
  return (int)syscall(SYS_memfd_create, "input", 1U /* MFD_CLOEXEC */);
}

/// Orphans among our descendants become our children instead of init's.
static inline int orchestrate_adopt_orphans(void) {
  return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

/// The kernel kills this process when the thread that started it ends. Survives exec.
static inline int orchestrate_die_with_parent(void) {
  return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}
