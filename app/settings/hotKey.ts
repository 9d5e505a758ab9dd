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

/** Letters, digits and what moves or copies in a text. */
const OF_TEXT = /^(?:[A-Z0-9]|Home|End|Insert)$/;

/** What the hands of every program's users press all day, or the system itself answers. */
const OF_EVERYBODY: ReadonlySet<string> = new Set([
  'Alt+F4',
  'Ctrl+F4',
  'Alt+Space',
  'Ctrl+Space',
  'Super+Pause',
]);

/**
 * A hot key in its one spelling (`Ctrl+Alt+M`), or null where it is none. One key, with at least one of Ctrl, Alt and the
 * Windows key: with Shift alone it would be typing. Nor one that every program on the PC needs (`Ctrl+C`): whoever has it
 * takes it from all of them.
 */
export function readHotKey(text: string): string | null {
  const hotKey = spelledHotKey(text);
  return hotKey === null || isEverybodys(hotKey) ? null : hotKey;
}

/**
 * Whether every program on the PC needs it, or the system does: with Ctrl alone letters copy, paste, undo and save, with the
 * Windows key alone they lock the screen, with Alt alone they open menus; Shift besides changes nothing of that, but to Alt.
 */
function isEverybodys(hotKey: string): boolean {
  if (OF_EVERYBODY.has(hotKey)) return true;
  const parts = hotKey.split('+');
  const key = parts.pop() ?? '';
  const isWithShift = parts.includes('Shift');
  const others = parts.filter((one) => one !== 'Shift');
  if (!OF_TEXT.test(key) || others.length !== 1) return false;
  return others[0] !== 'Alt' || !isWithShift;
}

function spelledHotKey(text: string): string | null {
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
  .refine((text) => spelledHotKey(text) !== null, {
    error: 'must be one key with Ctrl, Alt or Super, for example Ctrl+Alt+M',
    abort: true,
  })
  .refine((text) => readHotKey(text) !== null, {
    error: 'must be none that other programs need, like Ctrl+C or Alt+F4; for example Ctrl+Alt+M',
    abort: true,
  })
  .overwrite((text) => readHotKey(text) ?? text);

/** As it was stored: an earlier version took those that every program needs, and whoever chose one has none now. */
export const storedHotKeySchema = z
  .string()
  .max(40)
  .refine((text) => spelledHotKey(text) !== null)
  .transform(readHotKey);

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
  return readHotKey(pressedText(stroke));
}

/** Whether it can be none because every program on the PC needs it. */
export function isOfOtherPrograms(stroke: Stroke): boolean {
  const hotKey = spelledHotKey(pressedText(stroke));
  return hotKey !== null && isEverybodys(hotKey);
}

function pressedText(stroke: Stroke): string {
  const { ctrlKey, altKey, shiftKey, metaKey } = stroke;
  const key = stroke.code.replace(/^(?:Key|Digit)(?=.$)/, '');
  const held = { Ctrl: ctrlKey, Alt: altKey, Shift: shiftKey, Super: metaKey };
  return [...MODIFIERS.filter((one) => held[one]), key].join('+');
}
