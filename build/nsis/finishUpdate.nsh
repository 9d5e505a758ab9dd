; A silent installer has no window, so nothing asks it when a PC is shut down: it is ended in the middle, as by a power cut,
; and for some seconds there is neither the old program nor the new one. Windows starts it once more at the next sign-in.
!define TILLSIDE_RUN_ONCE "Software\Microsoft\Windows\CurrentVersion\RunOnce"

!macro tillsidePromiseToFinish
  ${If} ${isUpdated}
  ${AndIf} ${Silent}
  ${AndIf} $installMode != "all"
    WriteRegStr HKCU "${TILLSIDE_RUN_ONCE}" "TillsideUpdate" '"$EXEPATH" --updated /S /currentuser --force-run'
  ${EndIf}
!macroend

!macro tillsideIsFinished
  DeleteRegValue HKCU "${TILLSIDE_RUN_ONCE}" "TillsideUpdate"
  ClearErrors
!macroend

; Where the old version cannot be removed it stays as it was, and runs again where somebody wants it back. The template would
; show a box also in a silent installation, and leave the till closed behind it. $R0: what the uninstaller ended with.
!macro tillsideHeedOldVersion
  ${If} ${Errors}
    !insertmacro tillsideLog "the uninstaller of the version that was there did not start"
  ${ElseIf} $R0 != 0
    !insertmacro tillsideLog "the version that was there was not removed ($R0), and stays"
    !insertmacro tillsideIsFinished
    !insertmacro tillsideRunAgain
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(uninstallFailed): $R0" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
!macroend
