
# `git orchestrate <TAB>`: git looks for _git_orchestrate, which shows the command's own completion the words as if
# `git-orchestrate` had been typed.
_git_orchestrate() {
  local -i at=1
  while ((at < COMP_CWORD)) && [[ ${COMP_WORDS[at]} != orchestrate ]]; do at+=1; done
  local -a typed=("${COMP_WORDS[@]:at+1}")
  local before=${COMP_LINE%%orchestrate*}
  local COMP_LINE=git-orchestrate${COMP_LINE#*orchestrate}
  local -i COMP_POINT=$((COMP_POINT - ${#before} + 4)) COMP_CWORD=$((COMP_CWORD - at))
  local -a COMP_WORDS=(git-orchestrate "${typed[@]}")
  _git-orchestrate git-orchestrate "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
}
