# Tab completion for `emergency` in zsh: add to ~/.zshrc, after compinit
#   eval "$(emergency completion zsh)"
_emergency_completion() {
    local -a offers shown
    local answer
    for answer in "${(@f)$(_EMERGENCY_COMPLETE="${(j: :)words[1,CURRENT]}" emergency 2>/dev/null)}"; do
        [[ -n $answer ]] || continue
        offers+=("${answer%%$'\t'*}")
        shown+=("${answer/$'\t'/  }")
    done
    if (( ! $#offers )); then
        _files
    elif [[ $offers[1] == *= ]]; then
        compadd -l -S '' -d shown -a offers
    else
        compadd -l -d shown -a offers
    fi
}
compdef _emergency_completion emergency
