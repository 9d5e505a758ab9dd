import { useEffect, useRef } from 'react';
import type { FieldName } from '../../app/member/memberFields.ts';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import { isMobile, normalisePhone } from '../../app/member/phone.ts';
import type { Operator } from '../../app/settings/provision.ts';
import { insertText, takesText } from '../focus/fieldMemory.ts';
import { fieldId } from '../form/FieldFrame.tsx';
import { afterEnter } from '../form/keyFlow.ts';
import type { PadKey } from '../form/phoneGrouping.ts';
import { OperatorJump } from '../keys/OperatorJump.ts';

interface StrayKeyOptions {
  operators: readonly Operator[];
  isLocked: boolean;
  /** The form is being saved: what is typed now is the next customer's. */
  busy: boolean;
  /** What stands in the form. */
  values: () => MemberInput;
  onNextKey: () => void;
  /** A digit was typed that no field wants. */
  onLost: () => void;
}

/** What is typed where nothing takes it: which of it is kept from the page, and where it goes. */
export function useStrayKeys(options: StrayKeyOptions) {
  const { operators, isLocked, busy, values, onNextKey, onLost } = options;
  /** Typed during a save, for the form after it. */
  const early = useRef('');
  const jump = useRef(new OperatorJump());
  const backspace = () => {
    early.current = [...early.current].slice(0, -1).join('');
  };
  useEffect(() => {
    if (!busy || isLocked) return;
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Backspace' && !isBehindDialog() && !isMenuOpen()) backspace();
    };
    // Behind who gives held characters back: they were typed before.
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return {
    isHeld: (text: string, focused: Element | null): boolean => {
      if (isBehindDialog()) return false;
      if (isLocked || busy) return true;
      // Letters choose in a list.
      if (focused instanceof HTMLSelectElement) return isDigit(text);
      return !takesText(focused);
    },
    fieldFor: (text: string, focused: HTMLElement | null): HTMLElement | null => {
      if (isBehindDialog()) return null;
      if (isLocked || isMenuOpen()) {
        jump.current.type(text, operators, isLocked ? 'unlock' : 'operator');
        return null;
      }
      if (busy) {
        early.current += text;
        return null;
      }
      onNextKey();
      const name = strayField(text, focused, values());
      if (name === null && isDigit(text)) onLost();
      return name && document.getElementById(fieldId(name));
    },
    /** A key of the number pad during a save. */
    padEarly: (key: PadKey) => {
      if (key === 'backspace') backspace();
      else early.current += key;
    },
    /** The form is empty now: what was typed too early is in its place. */
    giveEarly: () => {
      const text = early.current;
      early.current = '';
      if (text !== '') insertText(document.getElementById(fieldId('mobile')), text);
    },
    /** What was typed too early has nowhere to go. True where there was something. */
    dropEarly: (): boolean => {
      const hadSome = early.current !== '';
      early.current = '';
      return hadSome;
    },
  };
}

/**
 * A letter is of a name; beside the code and the birthday a digit is theirs, else it is of the phone number, unless that
 * is whole: one digit more would only spoil it.
 */
function strayField(
  text: string,
  focused: HTMLElement | null,
  values: MemberInput,
): FieldName | null {
  if (/^\p{L}/u.test(text)) return 'name';
  if (!isDigit(text)) return null;
  if (focused?.closest('.picker')) return 'birthday';
  if (focused instanceof HTMLSelectElement) return 'outerId';
  if (!isMobile(normalisePhone(values.mobile))) return 'mobile';
  // Whoever has forgotten the gender types what comes after it. What stands there already is not written on.
  const isAtGender = focused instanceof HTMLInputElement && focused.name === 'gender';
  const next = isAtGender ? afterEnter('gender', values) : null;
  return next === 'birthday' && values.birthday === '' ? 'birthday' : null;
}

function isBehindDialog(): boolean {
  return document.querySelector('dialog:modal') !== null;
}

function isMenuOpen(): boolean {
  return document.querySelector('[role="menu"]') !== null;
}

function isDigit(text: string): boolean {
  return /^[\d０-９]/.test(text);
}
