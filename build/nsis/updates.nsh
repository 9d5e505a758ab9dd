; By this the program knows that it is everybody's, and leaves its updates to the chain's own tool, wherever somebody has
; installed it (main/update/installation.ts).
!define TILLSIDE_PER_MACHINE "$INSTDIR\per-machine.txt"

!macro tillsideMarkPerMachine
  ClearErrors
  FileOpen $R9 "${TILLSIDE_PER_MACHINE}" w
  ${If} ${Errors}
    !insertmacro tillsideLog "${TILLSIDE_PER_MACHINE} not written"
  ${Else}
    FileWrite $R9 "Installed for all users of this PC: updated by whoever installed it.$\r$\n"
    FileClose $R9
  ${EndIf}
!macroend
