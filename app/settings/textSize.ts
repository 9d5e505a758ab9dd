/** How large the window's text can be (percent of the usual size). */
export const TEXT_SIZES = [80, 90, 100, 110, 125, 150, 175, 200] as const;

export type TextSize = (typeof TEXT_SIZES)[number];

export const USUAL_TEXT_SIZE: TextSize = 100;

export type TextSizeStep = 'larger' | 'smaller' | 'usual';

/** What of a key matters here: `code` is its place, `key` what it writes. */
export interface SizeKey {
  key: string;
  code: string;
  control: boolean;
  alt: boolean;
  meta: boolean;
}

/** Ctrl with plus, minus or nought, also on the number pad; plus is a shifted key on most keyboards. */
export function textSizeStep({ key, code, control, alt, meta }: SizeKey): TextSizeStep | null {
  if (!control || alt || meta) return null;
  if (['+', '='].includes(key) || code === 'NumpadAdd') return 'larger';
  if (['-', '_'].includes(key) || code === 'NumpadSubtract') return 'smaller';
  return key === '0' || code === 'Numpad0' ? 'usual' : null;
}

/** The size after a step; at either end it stays. */
export function textSizeAfter(size: TextSize, step: TextSizeStep): TextSize {
  if (step === 'usual') return USUAL_TEXT_SIZE;
  const to = TEXT_SIZES.indexOf(size) + (step === 'larger' ? 1 : -1);
  return TEXT_SIZES[to] ?? size;
}
