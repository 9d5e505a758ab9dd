/**
 * What lies over the form or takes its place, or a question that takes the place of a button (`data-question`). Known by
 * what it is, so that a new one is known without a line of its own. A screen without a button is none: nobody presses
 * it. Nor is a list that comes and goes with what stands in it: it lies over nothing.
 */
const LAYERS =
  'main:has(button), dialog[open], :is([role="dialog"], [role="alertdialog"], [role="menu"]), [data-question]';

/** What a hand may do to a layer, or to a button that means something else now, without having seen it (ms). */
export const READ_FIRST_MS = 500;

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
  let before = new Map<Element, Element | null>();
  let timer: number | undefined;
  const look = () => {
    const now = layersNow(root, before);
    const changed = [...before, ...now].filter(([layer]) => !(before.has(layer) && now.has(layer)));
    if (changed.length === 0) return;
    const top = topDialog(now);
    const isBeneath = top === topDialog(before) && top !== null;
    // Before the first one there was nothing to press.
    const isFirst = changedAt === Number.NEGATIVE_INFINITY && before.size === 0;
    before = now;
    if (isFirst || (isBeneath && changed.every(([, dialog]) => dialog !== top))) return;
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

/** Each layer, and the dialog that it is in or null; in the order in which they came. */
function layersNow(root: Element, before: ReadonlyMap<Element, Element | null>) {
  const found = new Set(
    [...root.querySelectorAll(LAYERS)].filter((layer) => !layer.closest('[hidden]')),
  );
  const stayed = [...before].filter(([layer]) => found.delete(layer));
  const came = [...found].map((layer) => [layer, layer.parentElement?.closest('dialog') ?? null]);
  return new Map([...stayed, ...came] as [Element, Element | null][]);
}

/** The dialog that came last, or null. Nobody can press beside it: what comes and goes beneath it is out of reach. */
function topDialog(layers: ReadonlyMap<Element, Element | null>): Element | null {
  return [...layers.keys()].filter((layer) => layer instanceof HTMLDialogElement).at(-1) ?? null;
}
