/// Why we do not work in a repository: each would otherwise lose, hide or corrupt something without a word.
package enum RepositoryRefusal: Error, Hashable, Sendable {
  case notARepository(path: String)
  case bare(gitDirectory: String)
  case noCommit(branch: RefName?)
  /// `core.repositoryformatversion` above 1.
  case formatVersion(Int64)
  /// An `extensions.` key that changes how the repository is read: `objectformat`, `refstorage`, …
  case unsupportedExtension(name: String, value: String)
  case splitIndex
  case sparseIndex
  case sparseCheckout
  /// A remote from which objects are fetched when they are needed.
  case partialClone(remote: String)
  case submodules(GitPath)
  /// `filter=` or `working-tree-encoding=` in an attributes file.
  case filteredFiles(attributesFile: GitPath, attribute: String)
  case signedCommits
  case foreignOwner(directory: String)
  case pathNotUTF8(gitDirectory: String)
  case unreadable(GitError)

  /// What is wrong, in one line.
  package var what: String {
    switch self {
    case .notARepository(let path): "\(path) is not in a git repository"
    case .bare(let directory): "\(directory) is a bare repository, without a work tree"
    case .noCommit(let branch): "\(branch.map { "branch '\($0.shortName)'" } ?? "HEAD") has no commit yet"
    case .formatVersion(let version): "repository format version \(version) is not supported"
    case .unsupportedExtension(let name, let value):
      "repository extension '\(name)' (\(value)) is not supported"
    case .splitIndex: "the repository uses a split index"
    case .sparseIndex: "the repository uses a sparse index"
    case .sparseCheckout: "the work tree is a sparse checkout"
    case .partialClone(let remote): "the repository is a partial clone of '\(remote)'"
    case .submodules(let path): "the repository has submodules (\(path.display))"
    case .filteredFiles(let file, let attribute): "\(file.display) sets '\(attribute)'"
    case .signedCommits: "commit.gpgSign asks for signed commits, and ours are unsigned"
    case .foreignOwner(let directory): "\(directory) belongs to another user"
    case .pathNotUTF8(let directory): "the path \(directory) is not UTF-8"
    case .unreadable(let error): "the repository cannot be read: \(error.message)"
    }
  }

  /// The way out.
  package var hint: String {
    switch self {
    case .notARepository: "run 'git init' and commit, or use -C with the repository's path"
    case .bare: "make a work tree of it: 'git worktree add ../work' or 'git clone'"
    case .noCommit: "make the first commit: 'git add --all && git commit'"
    case .formatVersion, .unsupportedExtension(name: _, value: _): extensionHint
    case .splitIndex:
      "run 'git config core.splitIndex false && git update-index --no-split-index'"
    case .sparseIndex: "run 'git sparse-checkout disable && git config index.sparse false'"
    case .sparseCheckout: "run 'git sparse-checkout disable', or use a full clone"
    case .partialClone: "use a full clone: 'git clone' without --filter"
    case .submodules: "submodules are not supported yet; use a repository without them"
    case .filteredFiles: "remove the attribute, or use a repository without Git LFS and filters"
    case .signedCommits: "turn it off in this repository: 'git config commit.gpgSign false'"
    case .foreignOwner(let directory):
      "if you trust it: git config --global --add safe.directory '\(directory)'"
    case .pathNotUTF8: "move the repository to a path that is UTF-8"
    case .unreadable: "run 'git fsck' and 'git status' to see what is damaged"
    }
  }

  private var extensionHint: String {
    switch self {
    case .unsupportedExtension("objectformat", _):
      "use a SHA-1 repository: 'git clone' of one made with --object-format=sha1"
    case .unsupportedExtension("refstorage", _): "run 'git refs migrate --ref-format=files'"
    case .unsupportedExtension("relativeworktrees", _):
      "run 'git config --unset extensions.relativeWorktrees' once no worktree has relative paths"
    case .unsupportedExtension("worktreeconfig", _):
      "move what 'config.worktree' holds to the config and unset extensions.worktreeConfig"
    default: "use a clone without it: 'git clone' into a new directory"
    }
  }
}
