#pragma once
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
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

/// glibc's extensions of posix_spawn. Declared here, because asking for them with _GNU_SOURCE gives this module
/// other types than Swift's Glibc has.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
#ifndef POSIX_SPAWN_SETSID
#define POSIX_SPAWN_SETSID 0x80
#endif

static inline int orchestrate_spawn_close_from(posix_spawn_file_actions_t *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

static inline int orchestrate_spawn_change_directory(posix_spawn_file_actions_t *actions, const char *path) {
  return posix_spawn_file_actions_addchdir_np(actions, path);
}

/// Session of its own, given signal mask, default signal actions.
static inline int orchestrate_spawn_set_detached(posix_spawnattr_t *attributes) {
  return posix_spawnattr_setflags(
      attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

/// Locks a whole file for the open description that the descriptor means (`F_RDLCK`, `F_WRLCK`, `F_UNLCK`). Unlike with
/// flock, a write lock takes a descriptor for writing. The numbers are F_OFD_SETLK and F_OFD_SETLKW, which glibc
/// declares for _GNU_SOURCE only.
static inline int orchestrate_lock_file(int descriptor, int type, int waits) {
  struct flock lock = {.l_type = (short)type, .l_whence = SEEK_SET};
  return fcntl(descriptor, waits ? 38 : 37, &lock);
}

/// Nobody but root can look into this process or trace it from here on.
static inline int orchestrate_close_to_others(void) {
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
