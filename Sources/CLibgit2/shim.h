#pragma once
#include <git2.h>
#include <git2/sys/repository.h>

/// Swift cannot import C variadics, so each libgit2 option that we set has a function of its own.
static inline int orchestrate_git_enable_fsync(int enabled) {
  return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, enabled);
}

/// Names one repository extension that we honour beyond those libgit2 knows; lower case, as config keys are.
static inline int orchestrate_git_honour_extension(const char *name) {
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, &name, (size_t)1);
}
