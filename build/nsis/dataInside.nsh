; The uninstaller takes away all that lies in the program's folder, and every update runs it. Whoever has chosen a folder
; with a till's data in it (LocalAppData\Tillside, or one of their own by --user-data-dir) would lose them with that.

; Of Locate: $R9 is what it has found.
!macro tillsideDataInsideFunction
  !ifdef BUILD_UNINSTALLER
    Function un.tillsideNoteQueue
  !else
    Function tillsideNoteQueue
  !endif
  StrCpy $tillsideQueueInside $R9
  Push "StopLocate"
  FunctionEnd
!macroend

; Before anything is closed or removed.
!macro tillsideRefuseDataInside
  StrCpy $tillsideQueueInside ""
  !ifdef BUILD_UNINSTALLER
    ${un.Locate} "$INSTDIR" "/L=F /M=outbox-*.journal /G=1" "un.tillsideNoteQueue"
  !else
    ${Locate} "$INSTDIR" "/L=F /M=outbox-*.journal /G=1" "tillsideNoteQueue"
    ; There they will lie, of one user or of everybody.
    ${If} $INSTDIR == "$LOCALAPPDATA\Tillside"
      StrCpy $tillsideQueueInside "$INSTDIR\data"
    ${EndIf}
  !endif
  ClearErrors
  ${If} $tillsideQueueInside != ""
    !insertmacro tillsideRefuse "$(tillsideDataInside)" 1
  ${EndIf}
!macroend
