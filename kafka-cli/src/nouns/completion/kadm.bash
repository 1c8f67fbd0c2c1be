_kadm() {
    local line=${COMP_LINE:0:COMP_POINT} candidate current head
    local -a words
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=('')
    current=${words[${#words[@]} - 1]}
    # Bash replaces only what follows the last : or = in a word.
    head=
    [[ $current == *[:=]* ]] && head=${current%"${current##*[:=]}"}
    COMPREPLY=()
    while IFS=$'\t' read -r candidate _; do
        COMPREPLY+=("${candidate#"$head"}")
    done < <(kadm complete -- "${words[@]:1}" 2>/dev/null)
}
complete -o default -F _kadm kadm
