import { useEffect, useRef } from 'react';
import type { MemberInput } from '../../app/member/memberSchema.ts';
import type { Operator } from '../../app/settings/provision.ts';
import { insertText, takesText } from '../focus/fieldMemory.ts';
import { fieldId } from '../form/FieldFrame.tsx';
import type { PadKey } from '../form/phoneGrouping.ts';
import { isDigit, strayField } from '../form/strayField.ts';
import { isModifier } from '../keys/functionKeys.ts';
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
  /** What was typed too early was dropped, and the hand has pressed nothing but digits since: they are the rest of that. */
  const isRest = useRef(false);
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
  useEffect(() => {
    const end = () => {
      isRest.current = false;
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (!isDigit(key) && !isModifier(key)) end();
    };
    window.addEventListener('keydown', onKey);
    window.addEventListener('pointerdown', end, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('pointerdown', end, { capture: true });
    };
  }, []);
  const isRestOfDropped = (text: string) => isRest.current && isDigit(text);
  return {
    isHeld: (text: string, focused: Element | null): boolean => {
      if (isBehindDialog()) return false;
      if (isLocked || busy || isRestOfDropped(text)) return true;
      // Letters choose in a list.
      if (focused instanceof HTMLSelectElement) return isDigit(text);
      return !takesText(focused);
    },
    isRestOfDropped,
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
      if (isRestOfDropped(text)) {
        onLost();
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
    /** Something was typed for the form after the one that is being saved. */
    hasEarly: (): boolean => early.current !== '',
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
    /** Something was dropped: what the hand goes on with, in digits alone, is no part of what the focus is in. */
    dropRest: () => {
      isRest.current = true;
    },
  };
}

function isBehindDialog(): boolean {
  return document.querySelector('dialog:modal') !== null;
}

function isMenuOpen(): boolean {
  return document.querySelector('[role="menu"]') !== null;
}
