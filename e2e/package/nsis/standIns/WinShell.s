# WinShell's functions that the template calls, which mark shortcuts. They do nothing but take their arguments from NSIS'
# stack: the fourth argument of a plug-in's function points to its top, whose first field is the next one below.
	.intel_syntax noprefix
	.text
	.globl SetLnkAUMI
SetLnkAUMI:
	mov	rax, [r9]
	mov	rax, [rax]
	mov	[r9], rax
	.globl UninstShortcut
UninstShortcut:
	.globl UninstAppUserModelId
UninstAppUserModelId:
	mov	rax, [r9]
	mov	rax, [rax]
	mov	[r9], rax
	ret
	.globl DllMain
DllMain:
	mov	eax, 1
	ret
