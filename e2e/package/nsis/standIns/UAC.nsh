; https://nsis.sourceforge.io/UAC_plug-in: wine has no elevation. Whoever is no administrator stays none.
!ifndef UAC_HDR__INC
!define UAC_HDR__INC 0x00020400

!define UAC_IsAdmin `"" UAC_IsAdmin ""`
!macro _UAC_IsAdmin _a _b _t _f
  !insertmacro _LOGICLIB_TEMP
  UserInfo::GetAccountType
  Pop $_LOGICLIB_TEMP
  !insertmacro _== $_LOGICLIB_TEMP "Admin" `${_t}` `${_f}`
!macroend

!define UAC_IsInnerInstance `"" UAC_IsInnerInstance ""`
!macro _UAC_IsInnerInstance _a _b _t _f
  !insertmacro _== 0 1 `${_t}` `${_f}`
!macroend

; 1223: it was refused.
!macro UAC_RunElevated
  StrCpy $0 1223
!macroend

!endif
