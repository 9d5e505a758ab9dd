; Closing its window leaves a till sending, so the template's way (close, then kill) would always kill it. It is asked to
; end in order (`--quit`: main/start/wish.ts), and killed only where it does not: that loses nothing either.

; 1 where the program runs, whoever has started it: then nobody may write its file (32, ERROR_SHARING_VIOLATION).
!macro tillsideIsRunning RESULT
  StrCpy ${RESULT} 0
  ${If} ${FileExists} "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
    Push $8
    Push $9
    System::Call 'kernel32::CreateFileW(w "$INSTDIR\${APP_EXECUTABLE_FILENAME}", i 0x40000000, i 7, p 0, i 3, i 0, p 0) p.r8 ?e'
    Pop $9
    ${If} $8 <> -1
      System::Call 'kernel32::CloseHandle(p r8)'
    ${ElseIf} $9 = 32
      StrCpy ${RESULT} 1
    ${EndIf}
    Pop $9
    Pop $8
  ${EndIf}
!macroend

; Waits until it is gone, TIMES half seconds at the most.
!macro tillsideWaitForEnd RESULT TIMES
  ${For} $R1 1 ${TIMES}
    !insertmacro tillsideIsRunning ${RESULT}
    ${IfThen} ${RESULT} = 0 ${|} ${Break} ${|}
    Sleep 500
  ${Next}
!macroend

!macro tillsideCloseTill
  !insertmacro tillsideIsRunning $R0
  ${If} $R0 = 1
    ${IfNot} ${isUpdated}
      MessageBox MB_OKCANCEL|MB_ICONEXCLAMATION "$(tillsideRunning)" /SD IDOK IDOK tillsideClose
      SetErrorLevel 1
      Quit
      tillsideClose:
    ${EndIf}
    DetailPrint "$(appClosing)"
    ; As whoever has signed in: an elevated installer would ask a till of the administrator's.
    ${StdUtils.ExecShellAsUser} $R0 "$INSTDIR\${APP_EXECUTABLE_FILENAME}" "open" "--quit"
    !insertmacro tillsideWaitForEnd $R0 40
    ${If} $R0 = 1
      !insertmacro tillsideLog "the till did not end by itself and was killed"
      nsExec::Exec '"$SYSDIR\taskkill.exe" /F /IM "${APP_EXECUTABLE_FILENAME}"'
      Pop $R0
      !insertmacro tillsideWaitForEnd $R0 20
    ${Else}
      !insertmacro tillsideLog "the till was closed in order"
    ${EndIf}
    ${If} $R0 = 1
      ; ERROR_SHARING_VIOLATION
      !insertmacro tillsideRefuse "$(tillsideStillRunning)" 32
    ${EndIf}
  ${EndIf}
!macroend
