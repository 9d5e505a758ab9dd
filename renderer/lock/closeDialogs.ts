/** A dialog that stays open out of sight keeps every finger from the lock screen. */
export function closeDialogs(): void {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>('dialog[open]')) dialog.close();
}
