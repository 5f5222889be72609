# Builds the Windows installer: dist\PlayBuddy-VERSION-windows-x64.exe.
#
# Needs Python with the "package" extra and Inno Setup 6.3. Signs the starters and the installer if a certificate is
# named: the thumbprint in $env:SIGNING_THUMBPRINT, in the certificate store of the person who builds.
#
# Usage: packaging\windows\build.ps1 [-AllowDirty]
param([switch] $AllowDirty)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Set-Location (Resolve-Path (Join-Path $PSScriptRoot '..\..'))

function Invoke-Checked {
    param([Parameter(Mandatory)] [string] $Program, [Parameter(ValueFromRemainingArguments)] [string[]] $Arguments)
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Program ended with $LASTEXITCODE." }
}

function Add-Signature {
    param([Parameter(Mandatory)] [string[]] $Path)
    if (-not $env:SIGNING_THUMBPRINT) { return }
    Invoke-Checked signtool sign /sha1 $env:SIGNING_THUMBPRINT /fd SHA256 /td SHA256 `
        /tr http://timestamp.digicert.com @Path
}

$build = @('packaging/build.py')
if ($AllowDirty) { $build += '--allow-dirty' }
Invoke-Checked python @build

Add-Signature @('dist\PlayBuddy\playbuddy.exe', 'dist\PlayBuddy\PlayBuddy-window.exe')

$version = & python -c "import sys; sys.path.insert(0, 'packaging'); import project; print(project.read_version())"
if ($LASTEXITCODE -ne 0) { throw 'The version could not be read.' }
$iscc = Get-Command iscc -ErrorAction SilentlyContinue
$compiler = if ($iscc) { $iscc.Source } else { "${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe" }
Invoke-Checked $compiler "/DVersion=$version" "/DSource=$PWD\dist\PlayBuddy" "/DOutput=$PWD\dist" `
    'packaging\windows\playbuddy.iss'
Add-Signature @("dist\PlayBuddy-$version-windows-x64.exe")
