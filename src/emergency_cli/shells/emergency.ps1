# Tab completion for `emergency` in PowerShell: add to $PROFILE
#   emergency completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName emergency -ScriptBlock {
    param($word, $line, $cursor)
    $typed = $line.ToString().PadRight($cursor).Substring(0, $cursor)
    $encoding = [Console]::OutputEncoding
    $written = $Env:PYTHONIOENCODING
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $Env:PYTHONIOENCODING = 'utf-8'
        $Env:_EMERGENCY_COMPLETE = $typed
        emergency 2>$null | ForEach-Object {
            $offer, $text = $_ -split "`t", 2
            if (-not $text) { $text = $offer }
            [System.Management.Automation.CompletionResult]::new($offer, $offer, 'ParameterValue', $text)
        }
    } finally {
        Remove-Item Env:_EMERGENCY_COMPLETE
        $Env:PYTHONIOENCODING = $written
        [Console]::OutputEncoding = $encoding
    }
}
