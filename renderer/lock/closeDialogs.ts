/**
 * A modal dialog would lie over the lock and keep every key and finger from it; and what the manager
 * has opened must not be there for whoever comes next.
 */
export function closeDialogs(): void {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>('dialog[open]')) dialog.close();
}
