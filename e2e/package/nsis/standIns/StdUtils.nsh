; https://github.com/lordmulder/stdutils: those that the template uses.
!ifndef ___STDUTILS__NSH___
!define ___STDUTILS__NSH___

!define StdUtils.TestParameter '!insertmacro _StdU_TestParameter'
!define StdUtils.GetAllParameters '!insertmacro _StdU_GetAllParams'
!define StdUtils.GetParentPath '!insertmacro _StdU_GetParentPath'
!define StdUtils.ExecShellAsUser '!insertmacro _StdU_ExecShlUser'

; "true" where `--NAME` or `/NAME` stands on the command line. It stands within conditions, so it has none of its own.
!macro _StdU_TestParameter OUT NAME
  !define TILLSIDE_TEST "tillsideTest${__COUNTER__}"
  ClearErrors
  ${GetParameters} ${OUT}
  ${GetOptions} "${OUT}" "--${NAME}" ${OUT}
  IfErrors 0 "${TILLSIDE_TEST}found"
  ClearErrors
  ${GetParameters} ${OUT}
  ${GetOptions} "${OUT}" "/${NAME}" ${OUT}
  IfErrors 0 "${TILLSIDE_TEST}found"
  StrCpy ${OUT} "false"
  Goto "${TILLSIDE_TEST}end"
  "${TILLSIDE_TEST}found:"
  StrCpy ${OUT} "true"
  "${TILLSIDE_TEST}end:"
  ClearErrors
  !undef TILLSIDE_TEST
!macroend

!macro _StdU_GetAllParams OUT TRUNCATE
  ${GetParameters} ${OUT}
!macroend

!macro _StdU_GetParentPath OUT PATH
  ${GetParent} "${PATH}" ${OUT}
!macroend

; Here whoever has signed in is whoever installs.
!macro _StdU_ExecShlUser OUT FILE VERB ARGUMENTS
  ClearErrors
  Exec '"${FILE}" ${ARGUMENTS}'
  StrCpy ${OUT} "ok"
  ${IfThen} ${Errors} ${|} StrCpy ${OUT} "error" ${|}
  ClearErrors
!macroend

!endif
