const FOCUS_EVENTS = ['focus', 'blur', 'focusin', 'focusout'] as const;

/** Lets the focus leave a field and return without anybody hearing of it: the field was not left. */
export class QuietFocus {
  #isQuiet = false;

  listen(options: AddEventListenerOptions): void {
    const hush = (event: Event) => {
      if (this.#isQuiet) event.stopImmediatePropagation();
    };
    for (const name of FOCUS_EVENTS) window.addEventListener(name, hush, options);
  }

  act(move: () => void): void {
    this.#isQuiet = true;
    move();
    this.#isQuiet = false;
  }
}
