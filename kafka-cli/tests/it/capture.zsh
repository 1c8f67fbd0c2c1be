# Types each argument into a zsh of its own, presses Tab, and adds what zsh's completion offers to the file $OUT:
# the line, a tab, the candidate.
zmodload zsh/zpty
zpty shell zsh -f -i
ask() {
    zpty -w shell "$1"
    # Until the shell has done it: its own word, which the echo of the command does not have.
    zpty -m -r shell seen "*done-$2*"
}
ask "PS1= ; unsetopt zle; print done''-1" 1
ask "autoload -Uz compinit && compinit -u -D; source <(kadm completion zsh); print done''-2" 2
ask 'compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
    local -a found
    builtin compadd -O found "$@"
    (( $#found )) && print -rl -- "$BUFFER"$'"'\t'"'${^found} >>$OUT
    builtin compadd "$@"
}; typed() { print -n done"-$BUFFER."; BUFFER=; zle redisplay }; zle -N typed; bindkey "^X" typed; setopt zle; print done""-3' 3
for line in "$@"; do
    zpty -w -n shell "$line"$'\t\x18'
    zpty -m -r shell seen "*done-*.*"
done
zpty -d shell
