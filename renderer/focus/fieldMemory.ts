/** What stood in the focused control at one moment. */
export interface FieldMemory {
  element: HTMLElement | null;
  value: string;
  selection: readonly [start: number, end: number] | null;
}

type ValueControl = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function rememberField(): FieldMemory {
  const element = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  if (!hasValue(element)) return { element, value: '', selection: null };
  const { value } = element;
  if (element instanceof HTMLSelectElement) return { element, value, selection: null };
  const { selectionStart: start, selectionEnd: end } = element;
  return { element, value, selection: start === null || end === null ? null : [start, end] };
}

/** Gives the control its former content back, and tells the page of it as of any other edit. */
export function restoreField(memory: FieldMemory): void {
  const { element } = memory;
  if (!putBack(memory)) return;
  element?.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'historyUndo' }));
  if (element instanceof HTMLSelectElement)
    element.dispatchEvent(new Event('change', { bubbles: true }));
  // Whoever heard of it may have set the text once more, and with it the caret.
  putBack(memory);
}

/** True when there was something to put back. */
function putBack({ element, value, selection }: FieldMemory): boolean {
  if (!hasValue(element) || !element.isConnected) return false;
  const isChanged = element.value !== value;
  // React takes notice only when its own record of the value differs, so it must be passed by.
  if (isChanged)
    Object.getOwnPropertyDescriptor(prototypeOf(element), 'value')?.set?.call(element, value);
  if (selection && !(element instanceof HTMLSelectElement))
    element.setSelectionRange(selection[0], selection[1]);
  return isChanged;
}

/**
 * Writes at the caret of a control that takes text; anywhere else nothing happens. `inputType`: the browser's word for
 * the edit.
 */
export function insertText(
  element: HTMLElement | null,
  text: string,
  inputType: 'insertText' | 'deleteContentBackward' = 'insertText',
): void {
  if (!takesText(element)) return;
  const init = { bubbles: true, inputType };
  // Who keeps what stood there before hears of it first, as of any other edit.
  element.dispatchEvent(new InputEvent('beforeinput', init));
  element.setRangeText(text, element.selectionStart ?? 0, element.selectionEnd ?? 0, 'end');
  element.dispatchEvent(new InputEvent('input', init));
}

/** Whether a key that writes, writes here: elsewhere Space presses what has the focus. */
export function takesText(
  target: EventTarget | null,
): target is HTMLInputElement | HTMLTextAreaElement {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && target.selectionStart !== null;
}

function hasValue(element: HTMLElement | null): element is ValueControl {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
  );
}

function prototypeOf(element: ValueControl): object {
  if (element instanceof HTMLSelectElement) return HTMLSelectElement.prototype;
  return element instanceof HTMLInputElement
    ? HTMLInputElement.prototype
    : HTMLTextAreaElement.prototype;
}
