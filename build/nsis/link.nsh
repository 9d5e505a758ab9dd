; `tillside://register` opens the window (main/start/wish.ts). Behind `--` nothing is read as a switch, however
; somebody breaks out of the quotation marks.
!define TILLSIDE_LINK "Software\Classes\tillside"
!define TILLSIDE_LINK_COMMAND '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" -- "%1"'

!macro tillsideAddLink
  WriteRegStr SHELL_CONTEXT "${TILLSIDE_LINK}" "" "URL:${PRODUCT_NAME}"
  WriteRegStr SHELL_CONTEXT "${TILLSIDE_LINK}" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "${TILLSIDE_LINK}\DefaultIcon" "" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  WriteRegStr SHELL_CONTEXT "${TILLSIDE_LINK}\shell\open\command" "" `${TILLSIDE_LINK_COMMAND}`
!macroend

; Not where another installation has taken it over.
!macro tillsideRemoveLink
  ReadRegStr $R0 SHELL_CONTEXT "${TILLSIDE_LINK}\shell\open\command" ""
  ${If} $R0 == `${TILLSIDE_LINK_COMMAND}`
    DeleteRegKey SHELL_CONTEXT "${TILLSIDE_LINK}"
  ${EndIf}
!macroend
