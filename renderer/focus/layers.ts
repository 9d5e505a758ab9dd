/**
 * What lies over the form or takes its place, or a question that takes the place of a button (`data-question`). Known by
 * what it is, so that a new one is known without a line of its own. A screen without a button is none: nobody presses it.
 */
const LAYERS =
  'main:has(button), dialog[open], :is([role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]), [data-question]';

/** What a hand may do to a layer without having seen it comes within this time (ms). */
const READ_FIRST_MS = 500;

/** One page. Monotonic, as the time stamps of events are (ms). */
let changedAt = Number.NEGATIVE_INFINITY;

/** A layer has come or gone so short a time ago that what is pressed is not yet meant for what is there now. */
export function hasJustChanged(at: number = performance.now()): boolean {
  return at - changedAt < READ_FIRST_MS;
}

/** Whether a layer has come or gone since then. */
export function hasChangedSince(at: number): boolean {
  return changedAt > at;
}

/**
 * Watches layers come and go, for as long as the page lives. While it is too early to press anything the document says
 * so (`data-just-changed`): whoever drives the page without eyes waits for it, as a person would.
 */
export function watchLayers(): void {
  const root = document.documentElement;
  let before: readonly Element[] = [];
  let timer: number | undefined;
  const look = () => {
    const now = [...root.querySelectorAll(LAYERS)].filter((layer) => !layer.closest('[hidden]'));
    if (now.length === before.length && now.every((layer, place) => layer === before[place]))
      return;
    // Before the first one there was nothing to press.
    const isFirst = changedAt === Number.NEGATIVE_INFINITY && before.length === 0;
    before = now;
    if (isFirst) return;
    changedAt = performance.now();
    root.toggleAttribute('data-just-changed', true);
    window.clearTimeout(timer);
    timer = window.setTimeout(
      () => root.toggleAttribute('data-just-changed', false),
      READ_FIRST_MS,
    );
  };
  new MutationObserver(look).observe(root, {
    subtree: true,
    childList: true,
    attributeFilter: ['open', 'hidden', 'role', 'data-question'],
  });
}
