const FOCUS_EVENTS = ['focus', 'blur', 'focusin', 'focusout'] as const;

/** Lets the focus leave a field and return without anybody hearing of it: the field was not left. */
export function quietly(move: () => void): void {
  const abort = new AbortController();
  const hush = (event: Event) => event.stopImmediatePropagation();
  for (const name of FOCUS_EVENTS)
    window.addEventListener(name, hush, { capture: true, signal: abort.signal });
  move();
  abort.abort();
}
