import { z } from 'zod';

/** As Electron's accelerators name them, on every system. `Super` is the Windows key. */
const MODIFIERS = ['Ctrl', 'Alt', 'Shift', 'Super'] as const;

const LONG_NAMES: Record<string, string> = {
  commandorcontrol: 'Ctrl',
  cmdorctrl: 'Ctrl',
  control: 'Ctrl',
  option: 'Alt',
  meta: 'Super',
  win: 'Super',
};

const KEYS = /^(?:[A-Z0-9]|F(?:[1-9]|1\d|2[0-4])|Space|Home|End|Insert|PageUp|PageDown|Pause)$/;

/** Keys that may stand alone: no POS program asks a hand for them, since few keyboards have them. */
const ALONE = /^(?:F(?:1[3-9]|2[0-4])|Pause)$/;

/**
 * A hot key in its one spelling (`Ctrl+Alt+M`), or null where it is none. One key, with at least one of Ctrl, Alt and the
 * Windows key: with Shift alone it would be typing.
 */
export function readHotKey(text: string): string | null {
  const parts = text.split('+').map((part) => part.trim());
  const key = spelled(parts.pop() ?? '');
  const named = parts.map((part) => LONG_NAMES[part.toLowerCase()] ?? spelled(part));
  const modifiers = MODIFIERS.filter((one) => named.includes(one));
  if (modifiers.length !== named.length || !KEYS.test(key)) return null;
  const isTyping = modifiers.every((one) => one === 'Shift');
  if (isTyping && (modifiers.length > 0 || !ALONE.test(key))) return null;
  return [...modifiers, key].join('+');
}

/** `m` is `M`, `pageup` is `PageUp`. */
function spelled(name: string): string {
  const known = [...MODIFIERS, 'Space', 'Home', 'End', 'Insert', 'PageUp', 'PageDown', 'Pause'];
  return known.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name.toUpperCase();
}

export const hotKeySchema = z
  .string({ error: 'must be text' })
  .max(40, { error: 'must have at most 40 characters', abort: true })
  .refine((text) => readHotKey(text) !== null, {
    error: 'must be one key with Ctrl, Alt or Super, for example Ctrl+Alt+M',
    abort: true,
  })
  .overwrite((text) => readHotKey(text) ?? text);

/** What a browser says of a key that goes down. */
export interface Stroke {
  code: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
}

const MODIFIER_CODE = /^(?:Control|Alt|Shift|Meta|OS)(?:Left|Right)?$/;

/**
 * The hot key that a hand presses: by the keys' places, so that an input method and the shift key change nothing. Null: it
 * can be none. Undefined: so far only Ctrl, Alt and the like are down.
 */
export function hotKeyOf(stroke: Stroke): string | null | undefined {
  if (MODIFIER_CODE.test(stroke.code)) return undefined;
  const { ctrlKey, altKey, shiftKey, metaKey } = stroke;
  const key = stroke.code.replace(/^(?:Key|Digit)(?=.$)/, '');
  const held = { Ctrl: ctrlKey, Alt: altKey, Shift: shiftKey, Super: metaKey };
  return readHotKey([...MODIFIERS.filter((one) => held[one]), key].join('+'));
}
