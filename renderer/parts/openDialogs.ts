/** One page: its modal dialogs in the order in which they were opened. The document does not say which lies on top. */
const opened: HTMLDialogElement[] = [];

/** Opens it over whatever is open already; returns the way to close it. */
export function showOnTop(dialog: HTMLDialogElement): () => void {
  if (!dialog.open) dialog.showModal();
  opened.push(dialog);
  return () => {
    dialog.close();
    opened.splice(opened.lastIndexOf(dialog), 1);
  };
}

/** The dialog that has the keys, or null. Others may have closed one meanwhile, as the lock does. */
export function topDialog(): HTMLDialogElement | null {
  return opened.filter(({ open }) => open).at(-1) ?? null;
}
