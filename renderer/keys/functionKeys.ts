/** What of the keyboard event matters. `keyCode` 229 is a key that the input method has taken. */
export interface KeyPress {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
  isComposing: boolean;
  keyCode: number;
}

export type KeyAction =
  | 'none'
  | 'clear'
  | 'undo-clear'
  | 'save'
  | 'toggle-correction'
  | 'open-queue'
  | 'consent'
  | 'operator'
  | 'lock'
  | 'refuse';

/** A key that belongs to the input method, or one held down, is never an order to the till. */
export function isDeliberate(press: KeyPress): boolean {
  return !press.isComposing && press.keyCode !== 229 && !press.repeat;
}

/** The function keys, wherever the focus is. */
export function functionKeyAction(press: KeyPress): KeyAction {
  if (!isDeliberate(press) || press.ctrlKey || press.altKey || press.metaKey || press.shiftKey)
    return 'none';
  switch (press.key) {
    case 'F2':
    case 'Escape':
      return 'clear';
    case 'F3':
      return 'undo-clear';
    case 'F4':
      return 'save';
    case 'F5':
      return 'consent';
    case 'F6':
      return 'toggle-correction';
    case 'F8':
      return 'open-queue';
    case 'F9':
      return 'lock';
    case 'F10':
      return 'operator';
    // Alone at the end of the row: it keeps nothing, so no finger may come upon it by mistake.
    case 'F12':
      return 'refuse';
    default:
      return 'none';
  }
}

/** True for a key that only modifies others. */
export function isModifier(key: string): boolean {
  return ['Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'NumLock', 'AltGraph'].includes(key);
}

/**
 * True for a key that ends what is said of the last customer. "Save" does not, where there is nothing to save, and F12
 * pressed once more does not: it has said it.
 */
export function endsWhatIsSaid(key: string): boolean {
  return !isModifier(key) && key !== 'F4' && key !== 'F12';
}
