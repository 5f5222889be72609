; The installer for Windows, made by Inno Setup 6.3 or newer: one file that needs no administrator.
;
;   iscc /DVersion=1.2.3 /DSource=dist\PlayBuddy /DOutput=dist packaging\windows\playbuddy.iss
;
; It installs for one person, beside the person's data and never in it: removing the program leaves the libraries.

#ifndef Version
  #error Say which version: /DVersion=1.2.3
#endif
#ifndef Source
  #define Source "..\..\dist\PlayBuddy"
#endif
#ifndef Output
  #define Output "..\..\dist"
#endif

[Setup]
AppId={{4C0B0F0E-6F0C-4E0D-9B43-6C3B0F5A7E21}
AppName=PlayBuddy
AppVersion={#Version}
AppVerName=PlayBuddy {#Version}
AppPublisher=PlayBuddy maintainers
DefaultDirName={autopf}\PlayBuddy
DefaultGroupName=PlayBuddy
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\package\playbuddy.ico
UninstallDisplayIcon={app}\PlayBuddy-window.exe
UninstallDisplayName=PlayBuddy
OutputDir={#Output}
OutputBaseFilename=PlayBuddy-{#Version}-windows-x64
Compression=lzma2/ultra64
SolidCompression=yes
TimeStampsInUTC=yes
WizardStyle=modern
ChangesAssociations=yes
ChangesEnvironment=yes
CloseApplications=yes
RestartApplications=no

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[CustomMessages]
en.OpenWith=Offer PlayBuddy under “Open with” for scripts
fr.OpenWith=Proposer PlayBuddy dans « Ouvrir avec » pour les textes
de.OpenWith=PlayBuddy unter „Öffnen mit“ für Skripte anbieten
en.AddToPath=Add the playbuddy command to the path
fr.AddToPath=Ajouter la commande playbuddy au chemin
de.AddToPath=Den Befehl playbuddy zum Pfad hinzufügen

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "openwith"; Description: "{cm:OpenWith}"
Name: "path"; Description: "{cm:AddToPath}"; Flags: unchecked

[InstallDelete]
; An upgrade leaves nothing of the older program behind.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Source}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\PlayBuddy"; Filename: "{app}\PlayBuddy-window.exe"; AppUserModelID: "org.playbuddy.PlayBuddy"
Name: "{autodesktop}\PlayBuddy"; Filename: "{app}\PlayBuddy-window.exe"; Tasks: desktopicon

[Registry]
; "Open with", and nothing more: no file type changes its program.
Root: HKA; Subkey: "Software\Classes\PlayBuddy.Script"; ValueType: string; ValueData: "Script"; Flags: uninsdeletekey; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\PlayBuddy.Script\DefaultIcon"; ValueType: string; ValueData: "{app}\PlayBuddy-window.exe,0"; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\PlayBuddy.Script\shell\open\command"; ValueType: string; ValueData: """{app}\PlayBuddy-window.exe"" ""%1"""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.fountain\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.fdx\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.highland\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.fadein\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.txt\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.md\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.pdf\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.doc\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.docx\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.odt\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.rtf\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.epub\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.html\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\.xml\OpenWithProgids"; ValueType: string; ValueName: "PlayBuddy.Script"; Flags: uninsdeletevalue; Tasks: openwith

[Run]
Filename: "{app}\PlayBuddy-window.exe"; Description: "{cm:LaunchProgram,PlayBuddy}"; Flags: nowait postinstall skipifsilent

[Code]
const
  EnvironmentKey = 'Environment';

function OnPath(const Folder: string; const Path: string): Boolean;
begin
  Result := Pos(';' + Lowercase(Folder) + ';', ';' + Lowercase(Path) + ';') > 0;
end;

procedure CurStepChanged(CurStep: TSetupStep);
var
  Path: string;
begin
  if (CurStep <> ssPostInstall) or not WizardIsTaskSelected('path') then
    exit;
  if not RegQueryStringValue(HKCU, EnvironmentKey, 'Path', Path) then
    Path := '';
  if OnPath(ExpandConstant('{app}'), Path) then
    exit;
  if (Path <> '') and (Copy(Path, Length(Path), 1) <> ';') then
    Path := Path + ';';
  RegWriteExpandStringValue(HKCU, EnvironmentKey, 'Path', Path + ExpandConstant('{app}'));
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
var
  Path: string;
  At: Integer;
begin
  if CurUninstallStep <> usPostUninstall then
    exit;
  if not RegQueryStringValue(HKCU, EnvironmentKey, 'Path', Path) then
    exit;
  At := Pos(';' + Lowercase(ExpandConstant('{app}')) + ';', ';' + Lowercase(Path) + ';');
  if At = 0 then
    exit;
  Delete(Path, At, Length(ExpandConstant('{app}')) + 1);
  RegWriteExpandStringValue(HKCU, EnvironmentKey, 'Path', Path);
end;
