import { FIELD_NAMES, type FieldName } from '../../app/member/memberFields.ts';
import { takesText } from '../focus/fieldMemory.ts';
import { focusField } from '../form/focusField.ts';

/** Of this window: it outlives a page that dies, and neither the window nor the program. */
const KEY = 'caret';

const SIGNS = ['focusin', 'input', 'keyup', 'pointerup'] as const;

/** Keeps in which field the hand is, and where in it; nothing of what stands there. */
export function watchCaret(): () => void {
  let before = '';
  const keep = () => {
    const { activeElement } = document;
    const name = activeElement?.getAttribute('name') ?? '';
    if (!isField(name)) return;
    const at = takesText(activeElement) ? (activeElement.selectionStart ?? 0) : 0;
    const now = `${name} ${at}`;
    if (now !== before) sessionStorage.setItem(KEY, now);
    before = now;
  };
  for (const sign of SIGNS) window.addEventListener(sign, keep);
  return () => {
    for (const sign of SIGNS) window.removeEventListener(sign, keep);
  };
}

/** What was kept, as the page before this one left it; null where there was none. */
export function keptCaret(): { name: FieldName; at: number } | null {
  const [name = '', at = ''] = (sessionStorage.getItem(KEY) ?? '').split(' ');
  return isField(name) ? { name, at: Number(at) } : null;
}

/** The focus, and the caret, where the page before this one had them. */
export function focusCaret({ name, at }: { name: FieldName; at: number }): void {
  focusField(name);
  const field = document.activeElement;
  if (takesText(field) && field.name === name) field.setSelectionRange(at, at);
}

function isField(name: string): name is FieldName {
  return FIELD_NAMES.some((one) => one === name);
}
