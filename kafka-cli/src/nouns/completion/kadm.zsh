#compdef kadm
_kadm() {
    local line
    local -a candidates
    while IFS= read -r line; do
        candidates+=("${${line//:/\\:}/$'\t'/:}")
    done < <(kadm complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
    if (( $#candidates )); then
        _describe kadm candidates
    else
        _files
    fi
}
if [[ $funcstack[1] == _kadm ]]; then
    _kadm "$@"
else
    compdef _kadm kadm
fi
