# Tab completion for `emergency` in bash: add to ~/.bashrc
#   eval "$(emergency completion bash)"
_emergency_completion() {
    local line="${COMP_LINE:0:COMP_POINT}" word offer front
    COMPREPLY=()
    # bash replaces only what follows the last of these marks.
    word="${line##*[[:space:]]}"
    front="${word%"${word##*[=:@]}"}"
    case "$COMP_WORDBREAKS" in
        *@*) ;;
        *) front="${word%"${word##*[=:]}"}" ;;
    esac
    while IFS=$'\t' read -r offer _; do
        COMPREPLY+=("${offer#"$front"}")
    done < <(_EMERGENCY_COMPLETE="$line" emergency 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace
    fi
}
complete -o default -F _emergency_completion emergency
