; Nobody sees what a silent installation says: it stands in a file as well, with the time.
!macro tillsideLog WORDS
  Push $0
  Push $1
  Push $2
  Push $3
  Push $4
  Push $5
  Push $6
  ${GetTime} "" "L" $0 $1 $2 $3 $4 $5 $6
  ClearErrors
  FileOpen $3 "$TEMP\Tillside-Setup.log" a
  ${IfNot} ${Errors}
    FileSeek $3 0 END
    FileWriteUTF16LE /BOM $3 `$2-$1-$0 $4:$5:$6 ${WORDS}$\r$\n`
    FileClose $3
  ${EndIf}
  ClearErrors
  Pop $6
  Pop $5
  Pop $4
  Pop $3
  Pop $2
  Pop $1
  Pop $0
!macroend

; A till that was closed for an update comes back where nothing comes of it: nobody may be there until the morning.
!macro tillsideRunAgain
  ${If} ${isUpdated}
  ${AndIf} ${isForceRun}
    ReadRegStr $R1 HKCU "${INSTALL_REGISTRY_KEY}" InstallLocation
    ${If} $R1 != ""
    ${AndIf} ${FileExists} "$R1\${APP_EXECUTABLE_FILENAME}"
      ${StdUtils.ExecShellAsUser} $R2 "$R1\${APP_EXECUTABLE_FILENAME}" "open" "--updated"
    ${EndIf}
  ${EndIf}
!macroend

; Says why nothing is done, and ends with the code. A silent installation shows nothing.
!macro tillsideRefuse WORDS CODE
  !insertmacro tillsideLog `${WORDS}`
  !ifndef BUILD_UNINSTALLER
    !insertmacro tillsideRunAgain
  !endif
  MessageBox MB_OK|MB_ICONSTOP `${WORDS}` /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend
