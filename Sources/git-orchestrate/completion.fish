# `git orchestrate <TAB>`: fish asks git's completion, which gets its answers from that of `git-orchestrate`.
complete -c git -f -n '__fish_git_using_command orchestrate' -a '(__orchestrate_after_git)'

function __orchestrate_after_git
    set -l typed (commandline -opc) (commandline -ct)
    set -l at (contains -i -- orchestrate $typed)
    complete -C "git-$typed[$at..]"
end
