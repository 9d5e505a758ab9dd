import { z } from 'zod';
import { trimUnseen, withoutTurning } from '../member/unseen.ts';
import { hasControlCharacters, isWellFormed, lengthInCodePoints } from '../member/wellFormed.ts';

/** So long is what a manager leaves for the cashier, at the most (code points). */
export const LONGEST_WORD = 200;

/** What a manager leaves for the cashier; empty text takes back what was left. */
export const wordSchema = z
  .string()
  .max(LONGEST_WORD * 2, { abort: true })
  .refine(isWellFormed)
  .transform((text) => trimUnseen(withoutTurning(text)))
  .refine((text) => !hasControlCharacters(text))
  .refine((text) => lengthInCodePoints(text) <= LONGEST_WORD);
