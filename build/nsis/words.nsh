; What installer and uninstaller say: 2052 is Chinese, 1033 English. The template's own words are electron-builder's.

LangString tillsideNeedsWindows10 2052 "Tillside 需要 Windows 10 或更高版本。此电脑的 Windows 太旧，未安装任何内容。"
LangString tillsideNeedsWindows10 1033 "Tillside needs Windows 10 or later. The Windows of this PC is too old; nothing was installed."

LangString tillsideNeeds64Bit 2052 "Tillside 需要 64 位 Windows。此电脑是 32 位系统，未安装任何内容。"
LangString tillsideNeeds64Bit 1033 "Tillside needs a 64-bit Windows. This PC has a 32-bit one; nothing was installed."

LangString tillsideRunning 2052 "Tillside 正在运行。点“确定”将按顺序关闭它：已保存的会员都在磁盘上，不会丢失。"
LangString tillsideRunning 1033 "Tillside is running. OK closes it in order: what was saved is on the disk, and nothing is lost."

LangString tillsideStillRunning 2052 "Tillside 仍在运行（可能由另一位用户打开）。请先退出它，再试一次。"
LangString tillsideStillRunning 1033 "Tillside is still running, perhaps for another user. Quit it, then try again."

; A journal that was found below the program's folder, or nothing (dataInside.nsh).
Var tillsideQueueInside

LangString tillsideDataInside 2052 "此文件夹中存放着收银数据，或将存放收银数据：$tillsideQueueInside。程序不能与数据放在同一处：更新或卸载会将其一并删除。请先选择其他文件夹，或移走数据。未做任何更改。"
LangString tillsideDataInside 1033 "A till's data lie in this folder, or will: $tillsideQueueInside. The program must not be there: an update or its removal would take them along. Choose another folder, or move the data first. Nothing was changed."

!ifdef BUILD_UNINSTALLER

; How many registrations wait or are held, how many queues do not say, and the words for these (data.nsh).
Var tillsideUnsent
Var tillsideUntold
Var tillsideUntoldWords

LangString tillsideUntoldQueues 2052 "另有 $tillsideUntold 个队列没有记录数量。"
LangString tillsideUntoldQueues 1033 " $tillsideUntold more queues do not say how many."

LangString tillsideUnsentStays 2052 "此电脑上还有 $tillsideUnsent 笔会员登记没有完成：等待发送，或需要有人处理。$tillsideUntoldWords$\r$\n$\r$\n卸载后它们会留在磁盘上，但不会发送，直到重新安装 Tillside。确定要卸载吗？"
LangString tillsideUnsentStays 1033 "$tillsideUnsent registrations on this PC are not done: they wait to be sent, or need somebody.$tillsideUntoldWords$\r$\n$\r$\nThey stay on the disk, and nothing sends them until Tillside is installed again. Uninstall all the same?"

LangString tillsideKeepsUnsent 2052 "此电脑上还有 $tillsideUnsent 笔会员登记没有完成。$tillsideUntoldWords删除数据会永远丢失它们，因此没有卸载。若确要删除，请加上 --delete-unsent。"
LangString tillsideKeepsUnsent 1033 "$tillsideUnsent registrations on this PC are not done.$tillsideUntoldWords Deleting the data would lose them for ever, so nothing was uninstalled. Whoever means it adds --delete-unsent."

LangString tillsideDeleteData 2052 "所有会员都已发送。是否同时删除此电脑上的收银数据（设置、队列、日志）？$\r$\n$\r$\n点“否”则保留，重新安装后继续使用。"
LangString tillsideDeleteData 1033 "All members are sent. Are the data of this till to be deleted as well (settings, queue, logs)?$\r$\n$\r$\nNo keeps them for the next installation."

!endif
