import { isMobile, normalisePhone, phoneProblem } from '../../app/member/phone.ts';
import { withoutUnseen } from '../../app/member/unseen.ts';

/** A text and where the caret stands in it. */
export interface TextAndCaret {
  text: string;
  caret: number;
}

/** How far the digits may be regrouped: digits (also full-width), spaces and dashes only. */
const GROUPABLE = /^[\d０-９\s\-\u3000]*$/;
const DIGIT = /[\d０-９]/;

/** Digits as they are read aloud, 3-4-4; whatever is too much stays visible in a last group. */
export function groupDigits(digits: string): string {
  return [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7, 11), digits.slice(11)]
    .filter((group) => group !== '')
    .join(' ');
}

/**
 * Regroups a phone number after an edit, keeping the caret behind the same digit. A text that is no
 * phone number stays as typed, so that the cashier sees what is wrong with it; what cannot be seen
 * goes in any case. `before` is the text
 * before the edit and `inputType` the browser's word for the edit: deleting the gap between two
 * groups deletes the digit beside it, for else the gap would just come back.
 */
export function groupPhone(typed: TextAndCaret, before: string, inputType: string): TextAndCaret {
  const edited = {
    text: withoutUnseen(typed.text),
    caret: withoutUnseen(typed.text.slice(0, typed.caret)).length,
  };
  const whole = normalisePhone(edited.text);
  // Whether it is a mainland number is asked about, by the way it is written.
  if (phoneProblem(edited.text) === 'grouping') return edited;
  const prefixed = isMobile(whole) && countDigits(edited.text) !== whole.length;
  if (prefixed) return { text: groupDigits(whole), caret: groupDigits(whole).length };
  if (!GROUPABLE.test(edited.text)) return edited;

  let digits = whole;
  let digitsBefore = countDigits(edited.text.slice(0, edited.caret));
  if (edited.text.length < before.length && digits === normalisePhone(before)) {
    if (inputType === 'deleteContentBackward' && digitsBefore > 0) {
      digits = digits.slice(0, digitsBefore - 1) + digits.slice(digitsBefore);
      digitsBefore -= 1;
    } else if (inputType === 'deleteContentForward') {
      digits = digits.slice(0, digitsBefore) + digits.slice(digitsBefore + 1);
    }
  }
  const text = groupDigits(digits);
  return { text, caret: positionAfter(text, digitsBefore) };
}

/** A key of the number pad. */
export type PadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | 'backspace';

function countDigits(text: string): number {
  return [...text].filter((character) => DIGIT.test(character)).length;
}

function positionAfter(text: string, digitCount: number): number {
  let left = digitCount;
  let position = 0;
  for (const character of text) {
    if (left === 0) break;
    if (DIGIT.test(character)) left -= 1;
    position += 1;
  }
  return position;
}
