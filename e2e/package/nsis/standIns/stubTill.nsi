; Stands in for the program in an installation: Electron for Windows cannot be had here. It notes every start, runs until
; another start says `--quit` (with `--stubborn`: for ever), and notes that it has ended in order.
Unicode true
Target amd64-unicode
Name "Tillside"
OutFile "${OUT_FILE}"
SilentInstall silent
RequestExecutionLevel user
Icon "${ICON}"
!include "LogicLib.nsh"
!include "FileFunc.nsh"

!define NOTES "$LOCALAPPDATA\stub"

!macro note WORDS
  FileOpen $9 "${NOTES}\notes.txt" a
  FileSeek $9 0 END
  FileWrite $9 "${WORDS}$\n"
  FileClose $9
!macroend

Section
  CreateDirectory "${NOTES}"
  ${GetParameters} $0
  !insertmacro note "started $0"
  ${If} $0 == "--quit"
    FileOpen $9 "${NOTES}\quit" w
    FileClose $9
    Quit
  ${EndIf}
  ${Do}
    Sleep 100
    ${If} ${FileExists} "${NOTES}\quit"
    ${AndIf} $0 != "--stubborn"
      ${Break}
    ${EndIf}
  ${Loop}
  Delete "${NOTES}\quit"
  !insertmacro note "ended in order"
SectionEnd
