type Attempts = Readonly<Record<string, () => unknown>>;

/** In the page: a script puts what it knows where every other program reads it. Each is text by then, and stands alone. */
export const PUTS_ON_CLIPBOARD: Attempts = {
  'the words of a listener': () => {
    const lay = (event: ClipboardEvent) => {
      event.clipboardData?.setData('text/plain', 'a customer');
      event.preventDefault();
    };
    document.addEventListener('copy', lay, { capture: true, once: true });
    try {
      return document.execCommand('copy');
    } finally {
      document.removeEventListener('copy', lay, { capture: true });
    }
  },
  'what it has selected': () => {
    const field = document.body.appendChild(document.createElement('textarea'));
    field.value = 'a customer';
    field.select();
    try {
      return document.execCommand('copy') || document.execCommand('cut');
    } finally {
      field.remove();
    }
  },
  'what it has selected, by the means of a frame': () => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    const field = document.body.appendChild(document.createElement('textarea'));
    field.value = 'a customer';
    field.select();
    try {
      return frame.contentDocument?.execCommand.call(document, 'copy');
    } finally {
      field.remove();
      frame.remove();
    }
  },
  'what it has selected in a frame': () => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    const { contentDocument: inside, contentWindow } = frame;
    try {
      const field = inside?.body.appendChild(inside.createElement('textarea'));
      if (field === undefined) return 'no frame';
      field.value = 'a customer';
      contentWindow?.focus();
      field.focus();
      field.select();
      return inside?.execCommand('copy');
    } finally {
      frame.remove();
    }
  },
  'what it writes': () => navigator.clipboard.writeText('a customer'),
};

/** In the page: where a hand copies or cuts, a script has words of its own copied, as far as it can. */
export function LAYS_WORDS_OVER_A_COPY(): void {
  const frame = document.body.appendChild(document.createElement('iframe'));
  const { DataTransfer: Transfer, DataTransferItemList: Items } =
    frame.contentWindow as unknown as typeof globalThis;
  const lay = (event: ClipboardEvent) => {
    const held = event.clipboardData;
    if (held === null) return;
    const ways = [
      () => held.setData('text/plain', 'a customer'),
      () => held.items.add('a customer', 'text/plain'),
      () => Transfer.prototype.setData.call(held, 'text/plain', 'a customer'),
      () => Reflect.apply(Items.prototype.add, held.items, ['a customer', 'text/plain']),
    ];
    for (const way of ways) {
      try {
        way();
        event.preventDefault();
      } catch {
        // It is left to the hand, then.
      }
    }
  };
  for (const type of ['copy', 'cut'] as const)
    document.addEventListener(type, lay, { capture: true });
}
