; The template unpacks an archive of 7-Zip's by Nsis7z. Here the folder that was packed into it is taken as it is.
!macro extractEmbeddedAppPackage
  File /r "${TILLSIDE_PACKED}/*.*"
!macroend
