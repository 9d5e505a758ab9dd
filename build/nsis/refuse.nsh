; Electron 45 runs on Windows 10 and later, on 64 bits. With packages for x64 and arm64 the template refuses neither.
!macro tillsideRefuseOldSystems
  ${IfNot} ${AtLeastWin10}
    ; ERROR_OLD_WIN_VERSION
    !insertmacro tillsideRefuse "$(tillsideNeedsWindows10)" 1150
  ${EndIf}
  ${IfNot} ${RunningX64}
  ${AndIfNot} ${IsNativeARM64}
    ; ERROR_INSTALL_PLATFORM_UNSUPPORTED
    !insertmacro tillsideRefuse "$(tillsideNeeds64Bit)" 1633
  ${EndIf}
!macroend
