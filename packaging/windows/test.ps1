# Installs the Windows installer for the person who runs this, checks the program, and removes it: nothing is left.
#
# Usage: packaging\windows\test.ps1 INSTALLER.exe
param([Parameter(Mandatory)] [string] $Installer)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$folder = Join-Path ([IO.Path]::GetTempPath()) 'PlayBuddy-installed'
$data = Join-Path ([IO.Path]::GetTempPath()) 'PlayBuddy-data'

function Wait-Success {
    param([Parameter(Mandatory)] [string] $Program, [Parameter(Mandatory)] [string[]] $Arguments)
    $process = Start-Process $Program -ArgumentList $Arguments -Wait -PassThru
    if ($process.ExitCode -ne 0) { throw "$Program ended with $($process.ExitCode)." }
}

Wait-Success (Resolve-Path $Installer) @('/VERYSILENT', '/SUPPRESSMSGBOXES', '/NORESTART', '/CURRENTUSER', "/DIR=$folder")
$program = Join-Path $folder 'playbuddy.exe'

# Without any Python on the path.
$env:PATH = "$env:SystemRoot\System32;$env:SystemRoot"
& $program --version
if ($LASTEXITCODE -ne 0) { throw 'The program does not start.' }
& $program selftest
if ($LASTEXITCODE -ne 0) { throw 'The program does not pass its check of itself.' }
& $program --data-dir $data import --samples
if ($LASTEXITCODE -ne 0) { throw 'The samples were not imported.' }

$window = Start-Process (Join-Path $folder 'PlayBuddy-window.exe') -ArgumentList @('--data-dir', $data) -PassThru
Start-Sleep -Seconds 10
if ($window.HasExited) { throw "The window ended with $($window.ExitCode)." }
if (-not $window.CloseMainWindow()) { throw 'There is no window.' }
if (-not $window.WaitForExit(15000)) { throw 'The window does not close.' }
if ($window.ExitCode -ne 0) { throw "The window ended with $($window.ExitCode)." }

Wait-Success (Join-Path $folder 'unins000.exe') @('/VERYSILENT', '/SUPPRESSMSGBOXES', '/NORESTART')
Start-Sleep -Seconds 3
if (Test-Path $program) { throw 'The program was not removed.' }
if (Test-Path 'HKCU:\Software\Classes\PlayBuddy.Script') { throw 'The registry was not cleaned.' }
if (-not (Test-Path (Join-Path $data 'playbuddy.db'))) { throw 'The library was removed.' }
Remove-Item -Recurse -Force $data
'All steps passed.'
