import { z } from 'zod';
import { hasControlCharacters, isWellFormed } from '../member/wellFormed.ts';

/** Longer than any path that Windows takes without asking (characters). */
const LONGEST = 259;

/** `/mnt/usb`, `D:\marks`, `\\server\share\marks`; no device of Windows (`\\?\`, `\\.\`). */
const WHOLE_PATH = /^(?:\/|[A-Za-z]:[\\/]|\\\\[^\\/?.][^\\/]*[\\/][^\\/]+)/;

/** Where the highest numbers stand a second time; empty: nowhere but beside the data. */
export const watermarkFolderSchema = z
  .string({ error: 'must be text' })
  .max(LONGEST, { error: `must have at most ${LONGEST} characters`, abort: true })
  .refine(isWellFormed, 'has a broken character')
  .refine((text) => !hasControlCharacters(text), 'has a control character')
  .refine((text) => text === '' || WHOLE_PATH.test(text), 'must be a whole path');
