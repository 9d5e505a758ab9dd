; Members that are not sent yet lie in the data folder: whoever removes the program is told how many, and their data go only
; by a word of their own. By default everything stays, and the next installation sends it.

; A macro, since the template's own variables are declared behind this file.
!macro tillsideDataFunctions

; $R0: a folder with a till's data. Its health.json has a field a line (main/health/healthFile.ts).
Function un.tillsideAddUnsent
  ${IfNot} ${FileExists} "$R0\*.*"
    Return
  ${EndIf}
  ; What waits for its key in a folder that was set aside, or lies in a file that could not be read, nobody has counted.
  FindFirst $R1 $R2 "$R0\aside-*"
  ${DoUntil} $R2 == ""
    StrCpy $R3 $R2 "" -6
    ${If} $R3 != ".taken"
      IntOp $tillsideUntold $tillsideUntold + 1
    ${EndIf}
    FindNext $R1 $R2
  ${Loop}
  FindClose $R1
  ${If} ${FileExists} "$R0\outbox-*.unreadable-*"
    IntOp $tillsideUntold $tillsideUntold + 1
  ${EndIf}
  ClearErrors
  FileOpen $R1 "$R0\health.json" r
  ${If} ${Errors}
    ; A folder of settings alone has no queue.
    ${If} ${FileExists} "$R0\outbox-*.journal"
      IntOp $tillsideUntold $tillsideUntold + 1
    ${EndIf}
    ClearErrors
    Return
  ${EndIf}
  ${Do}
    ClearErrors
    FileRead $R1 $R2
    ${IfThen} ${Errors} ${|} ${Break} ${|}
    ; Written once a minute: of a till that was killed it does not say what was saved last.
    StrCpy $R3 $R2 19
    ${If} $R3 == '  "isRunning": true'
    ${AndIf} ${FileExists} "$R0\outbox-*.journal"
      IntOp $tillsideUntold $tillsideUntold + 1
    ${EndIf}
    StrCpy $R3 $R2 13
    ${If} $R3 == '  "waiting": '
      StrCpy $R3 $R2 "" 13
      IntOp $tillsideUnsent $tillsideUnsent + $R3
    ${EndIf}
    StrCpy $R3 $R2 10
    ${If} $R3 == '  "held": '
      StrCpy $R3 $R2 "" 10
      IntOp $tillsideUnsent $tillsideUnsent + $R3
    ${EndIf}
  ${Loop}
  FileClose $R1
  ClearErrors
FunctionEnd

; What lies on this PC, as far as whoever removes the program may see it.
Function un.tillsideCountUnsent
  StrCpy $tillsideUnsent 0
  StrCpy $tillsideUntold 0
  SetShellVarContext current
  StrCpy $R0 "$LOCALAPPDATA\Tillside\data"
  Call un.tillsideAddUnsent
  ${If} $installMode == "all"
    ; Of everybody who works at this PC.
    FindFirst $R4 $R5 "$PROFILE\..\*.*"
    ${DoUntil} $R5 == ""
      ${GetFileName} "$PROFILE" $R6
      ${If} $R5 != "."
      ${AndIf} $R5 != ".."
      ${AndIf} $R5 != $R6
        StrCpy $R0 "$PROFILE\..\$R5\AppData\Local\Tillside\data"
        Call un.tillsideAddUnsent
      ${EndIf}
      FindNext $R4 $R5
    ${Loop}
    FindClose $R4
    SetShellVarContext all
    StrCpy $R0 "$APPDATA\Tillside\data"
    Call un.tillsideAddUnsent
  ${EndIf}
FunctionEnd

; What was counted, and what is beside it; another till's folder that somebody has put there stays. By cmd: its `rd` follows no
; link out of a folder that users may write.
Function un.tillsideDeleteData
  SetShellVarContext current
  nsExec::Exec '"$SYSDIR\cmd.exe" /C rd /s /q "$LOCALAPPDATA\Tillside\data"'
  Pop $R0
  nsExec::Exec '"$SYSDIR\cmd.exe" /C rd /s /q "$LOCALAPPDATA\Tillside\api"'
  Pop $R0
  Delete "$LOCALAPPDATA\Tillside\data.*"
  Delete "$LOCALAPPDATA\Tillside\shared-queue.txt"
  Delete "$LOCALAPPDATA\Tillside\after-update.json"
  RMDir "$LOCALAPPDATA\Tillside"
  ${If} $installMode == "all"
    SetShellVarContext all
    nsExec::Exec '"$SYSDIR\cmd.exe" /C rd /s /q "$APPDATA\Tillside\data"'
    Pop $R0
    Delete "$APPDATA\Tillside\data.*"
  ${EndIf}
  !insertmacro tillsideLog "the data were removed as well"
FunctionEnd

Function un.tillsideHeedData
  Call un.tillsideCountUnsent
  StrCpy $tillsideUntoldWords ""
  ${If} $tillsideUntold > 0
    StrCpy $tillsideUntoldWords "$(tillsideUntoldQueues)"
  ${EndIf}
  ${If} ${isDeleteAppData}
    ${StdUtils.TestParameter} $R0 "delete-unsent"
    ${If} $R0 != "true"
      ${If} $tillsideUnsent > 0
      ${OrIf} $tillsideUntold > 0
        !insertmacro tillsideRefuse "$(tillsideKeepsUnsent)" 1
      ${EndIf}
    ${EndIf}
    Call un.tillsideDeleteData
  ${ElseIf} $tillsideUnsent > 0
  ${OrIf} $tillsideUntold > 0
    !insertmacro tillsideLog "$(tillsideUnsentStays)"
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "$(tillsideUnsentStays)" /SD IDYES IDYES tillsideGoOn
    SetErrorLevel 1
    Quit
    tillsideGoOn:
  ${Else}
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "$(tillsideDeleteData)" /SD IDNO IDNO tillsideKeep
    Call un.tillsideDeleteData
    tillsideKeep:
  ${EndIf}
  ${If} $installMode == "all"
    SetShellVarContext all
  ${Else}
    SetShellVarContext current
  ${EndIf}
FunctionEnd

!macroend
