; Read by makensis before any script. Debian's makensis has none of the plug-ins that electron-builder's has (StdUtils, UAC,
; nsProcess, WinShell, Nsis7z): what the template asks of them is done here with what Debian has, so that the template itself
; and build/installer.nsh are compiled as they stand. For 64 bits, since Debian's wine runs no programs of 32.
Target amd64-unicode
!addincludedir "${TILLSIDE_STAND_INS}"
!addplugindir /amd64-unicode "${TILLSIDE_PLUGINS}"
!include "LogicLib.nsh"
!include "FileFunc.nsh"
!include "x64.nsh"
!include "StdUtils.nsh"

; A 32-bit Windows is played: none can be had.
!ifdef TILLSIDE_PLAYS_32_BIT
  !define /redef RunningX64 `0 <> 0`
  !define /redef IsNativeARM64 `0 <> 0`
!endif
