import { takesText } from '../focus/fieldMemory.ts';
import { phoneHistory } from './PhoneHistory.ts';

const FIELD = '.form .field :is(input, textarea)';

/** What has stood in each field since the form is this customer's, and this hand's. One page, one form. */
let stood = new Map<EventTarget, Set<string>>();

/** The next customer, and whoever unlocks the screen, takes back nothing that was typed before. */
export function forgetEdits(): void {
  phoneHistory.forget();
  stood = new Map();
  for (const field of document.querySelectorAll(FIELD)) note(field);
}

/**
 * Keeps the browser's undo within the form. It remembers edits of the whole page for as long as the page lives, and
 * cannot be told to forget them: a step to a text that has not stood in this form is taken back before anybody hears.
 */
export function watchOwnEdits(): () => void {
  let before = new Map<EventTarget, string>();
  const onBefore = ({ target, inputType }: InputEvent) => {
    note(target);
    if (isHistory(inputType)) before = valuesNow();
  };
  const onInput = (event: Event) => {
    const { target } = event;
    const isStep = event instanceof InputEvent && event.isTrusted && isHistory(event.inputType);
    const text = target === null ? undefined : before.get(target);
    if (!isStep || !takesText(target) || text === undefined) return note(target);
    if (stood.get(target)?.has(target.value)) return;
    target.value = text;
    event.stopImmediatePropagation();
  };
  window.addEventListener('beforeinput', onBefore, { capture: true });
  window.addEventListener('input', onInput, { capture: true });
  return () => {
    window.removeEventListener('beforeinput', onBefore, { capture: true });
    window.removeEventListener('input', onInput, { capture: true });
  };
}

function note(field: EventTarget | null): void {
  if (!takesText(field) || !field.matches(FIELD)) return;
  const texts = stood.get(field) ?? new Set();
  stood.set(field, texts.add(field.value));
}

function valuesNow(): Map<EventTarget, string> {
  const fields = [...document.querySelectorAll(FIELD)].filter(takesText);
  return new Map(fields.map((field) => [field, field.value]));
}

function isHistory(inputType: string): boolean {
  return inputType === 'historyUndo' || inputType === 'historyRedo';
}
