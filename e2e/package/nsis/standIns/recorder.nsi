; Stands in for a program of Windows' whose effect wine does not have (icacls): notes the command line.
Unicode true
Target amd64-unicode
Name "recorder"
OutFile "${OUT_FILE}"
SilentInstall silent
RequestExecutionLevel user
Section
  FileOpen $9 "$WINDIR\recorded.txt" a
  FileSeek $9 0 END
  FileWriteUTF16LE $9 "$CMDLINE$\n"
  FileClose $9
SectionEnd
