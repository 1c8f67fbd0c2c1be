function __kadm_complete
    set -l words (commandline -opc)
    set -l candidates (kadm complete -- $words[2..-1] (commandline -ct) 2>/dev/null)
    if test (count $candidates) -eq 0
        __fish_complete_path (commandline -ct)
    else
        printf '%s\n' $candidates
    end
end
complete -c kadm -f -a '(__kadm_complete)'
