# Tab completion for `emergency` in fish: add to ~/.config/fish/config.fish
#   emergency completion fish | source
function __emergency_completion
    set -l line (commandline -cp)
    set -l offers (env _EMERGENCY_COMPLETE="$line" emergency 2>/dev/null)
    if test (count $offers) -gt 0
        printf '%s\n' $offers
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c emergency -f -a '(__emergency_completion)'
