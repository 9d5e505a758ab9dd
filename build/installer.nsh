; What electron-builder's template leaves to whoever uses it: docs/packages.md. It is compiled into the installer and,
; with BUILD_UNINSTALLER, into the uninstaller.
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "x64.nsh"
!include "FileFunc.nsh"
!include "${BUILD_RESOURCES_DIR}/nsis/words.nsh"
!include "${BUILD_RESOURCES_DIR}/nsis/log.nsh"
!include "${BUILD_RESOURCES_DIR}/nsis/refuse.nsh"
!include "${BUILD_RESOURCES_DIR}/nsis/dataInside.nsh"
!include "${BUILD_RESOURCES_DIR}/nsis/closeTill.nsh"
!include "${BUILD_RESOURCES_DIR}/nsis/finishUpdate.nsh"
!include "${BUILD_RESOURCES_DIR}/nsis/access.nsh"
!include "${BUILD_RESOURCES_DIR}/nsis/link.nsh"
!include "${BUILD_RESOURCES_DIR}/nsis/updates.nsh"
!include "${BUILD_RESOURCES_DIR}/nsis/data.nsh"

!macro customHeader
  !insertmacro tillsideDataInsideFunction
  !ifdef BUILD_UNINSTALLER
    !insertmacro tillsideDataFunctions
  !endif
!macroend

!macro preInit
  !ifndef BUILD_UNINSTALLER
    !insertmacro tillsideRefuseOldSystems
  !endif
!macroend

!macro customCheckAppRunning
  !insertmacro tillsideRefuseDataInside
  !insertmacro tillsideCloseTill
  !ifndef BUILD_UNINSTALLER
    !insertmacro tillsidePromiseToFinish
  !endif
!macroend

!macro customUnInstallCheck
  !insertmacro tillsideHeedOldVersion
!macroend

!macro customInstall
  !insertmacro tillsideLetContainersRead
  !insertmacro tillsideAddLink
  ${If} $installMode == "all"
    !insertmacro tillsideMakeFolders
    !insertmacro tillsideMarkPerMachine
  ${Else}
    Delete "${TILLSIDE_PER_MACHINE}"
  ${EndIf}
  !insertmacro tillsideIsFinished
  !insertmacro tillsideLog "installed ${VERSION} ($installMode) in $INSTDIR"
!macroend

; An update runs the old uninstaller: then everything but the program stays.
!macro customUnInstall
  ${IfNot} ${isUpdated}
    Call un.tillsideHeedData
    !insertmacro tillsideRemoveLink
    !insertmacro tillsideLog "removed ${VERSION} ($installMode) from $INSTDIR"
  ${EndIf}
!macroend
