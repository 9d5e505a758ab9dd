; Who may do what with the folders, by icacls, whose names for groups are the same in every language:
; S-1-5-18 SYSTEM, S-1-5-32-544 Administrators, S-1-5-32-545 Users,
; S-1-15-2-1 and S-1-15-2-2 the app containers that Chromium's sandbox is made of.

!macro tillsideAccess FOLDER RIGHTS
  nsExec::Exec `"$SYSDIR\icacls.exe" "${FOLDER}" ${RIGHTS} /Q`
  Pop $R9
  ${If} $R9 != 0
    !insertmacro tillsideLog `access of ${FOLDER} not set ($R9): ${RIGHTS}`
  ${EndIf}
!macroend

; Below a folder whose rights somebody has narrowed the sandbox's processes could not read the program, and no window would
; come (https://github.com/electron/electron/issues/51761).
!macro tillsideLetContainersRead
  !insertmacro tillsideAccess "$INSTDIR" `/grant "*S-1-15-2-1:(OI)(CI)(RX)" "*S-1-15-2-2:(OI)(CI)(RX)"`
!macroend

; A folder that is the administrators', whoever has made it: any user may make folders in ProgramData. A link to another one
; is taken away. What lies in it keeps its owner, so that a planted file is still seen to be a user's.
!macro tillsideTakeFolder FOLDER
  ${GetFileAttributes} "${FOLDER}" "REPARSE_POINT" $R9
  ${If} $R9 = 1
    RMDir "${FOLDER}"
  ${EndIf}
  CreateDirectory "${FOLDER}"
  ClearErrors
  !insertmacro tillsideAccess "${FOLDER}" `/setowner "*S-1-5-32-544"`
  !insertmacro tillsideAccess "${FOLDER}" `/reset`
!macroend

!define TILLSIDE_MASTERS `/inheritance:r /grant:r "*S-1-5-18:(OI)(CI)F" "*S-1-5-32-544:(OI)(CI)F"`

; ProgramData\Tillside: of the machine's settings users read everything; of a shared queue they change everything, and the
; files beside it (docs/companion.md, "Where the data lie"). That one is the chain's choice: `Setup.exe /S /allusers --shared-queue`.
!macro tillsideMakeFolders
  ${StdUtils.TestParameter} $R8 "shared-queue"
  !insertmacro tillsideTakeFolder "$APPDATA\Tillside"
  ${If} $R8 == "true"
  ${OrIf} ${FileExists} "$APPDATA\Tillside\data\*.*"
    !insertmacro tillsideAccess "$APPDATA\Tillside" `${TILLSIDE_MASTERS} "*S-1-5-32-545:(RX,WD)" "*S-1-5-32-545:(OI)(IO)M"`
  ${Else}
    !insertmacro tillsideAccess "$APPDATA\Tillside" `${TILLSIDE_MASTERS} "*S-1-5-32-545:(RX)"`
  ${EndIf}
  !insertmacro tillsideTakeFolder "$APPDATA\Tillside\policy"
  !insertmacro tillsideAccess "$APPDATA\Tillside\policy" `${TILLSIDE_MASTERS} "*S-1-5-32-545:(OI)(CI)RX"`
  ${If} $R8 == "true"
    !insertmacro tillsideTakeFolder "$APPDATA\Tillside\data"
    !insertmacro tillsideAccess "$APPDATA\Tillside\data" `${TILLSIDE_MASTERS} "*S-1-5-32-545:(OI)(CI)M"`
  ${EndIf}
!macroend
