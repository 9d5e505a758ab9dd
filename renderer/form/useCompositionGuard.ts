import { useEffect, useRef } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import type { Member, MemberInput } from '../../app/member/memberSchema.ts';
import { READ_FIRST_MS } from '../focus/layers.ts';
import { quietly } from '../focus/quietly.ts';
import { FIELD_ORDER } from './keyFlow.ts';

type Form = UseFormReturn<MemberInput, unknown, Member>;

/** What takes the form as it stands, or another one in its place. */
const TAKES_FORM = '.form :is(.bar-buttons, .result) button';

/**
 * The browser ends a composition for a press of the mouse before it tells of the press, whose time is the system's, which
 * may be coarse: so little before a press (ms) nobody has chosen a word.
 */
const SAME_PRESS_MS = 50;

/**
 * A press that takes the form in the middle of a word that an input method composes ends the composition and does
 * nothing else: letters that were still to be chosen from are nobody's name, and its last ones are not the next
 * customer's. Keys in the middle of it are the input method's own (`isDeliberate`).
 */
export function useCompositionGuard(form: Form, onRefused: () => void): void {
  const latest = useRef(onRefused);
  useEffect(() => {
    latest.current = onRefused;
  });
  useEffect(() => {
    const abort = new AbortController();
    const options = { capture: true, signal: abort.signal };
    /** The field that a word is being composed in. */
    let composing: EventTarget | null = null;
    let ended = { field: null as EventTarget | null, at: Number.NEGATIVE_INFINITY };
    /** The field whose composition was under way when the press began. */
    let pressedIn: EventTarget | null = null;
    /** What was refused last: so soon after it nobody has read the word about it. */
    let refused = { field: null as EventTarget | null, at: Number.NEGATIVE_INFINITY };
    const start = ({ target }: Event) => {
      composing = target;
    };
    const end = ({ target, timeStamp }: Event) => {
      composing = null;
      ended = { field: target, at: timeStamp };
    };
    /** Nothing composes in a field without the focus, whether its end was told or not. */
    const composingNow = () => (composing === document.activeElement ? composing : null);
    const press = ({ timeStamp }: Event) => {
      pressedIn = composingNow();
      if (timeStamp - refused.at < READ_FIRST_MS) pressedIn ??= refused.field;
      if (timeStamp - ended.at < SAME_PRESS_MS) pressedIn ??= ended.field;
    };
    const click = (event: MouseEvent) => {
      const { target, detail } = event;
      if (!(target instanceof Element) || target.closest(TAKES_FORM) === null) return;
      // A click of no pointer has no press of its own.
      const field = composingNow() ?? (detail === 0 ? null : pressedIn);
      if (!(field instanceof HTMLElement)) return;
      const name = FIELD_ORDER.find((one) => one === field.getAttribute('name'));
      if (name === undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (composingNow() !== null) quietly(() => field.blur());
      quietly(() => field.focus());
      composing = null;
      form.setError(name, { type: 'till', message: 'text.composing' });
      refused = { field, at: event.timeStamp };
      latest.current();
    };
    const input = ({ target }: Event) => {
      if (target === null || target !== refused.field) return;
      refused = { field: null, at: Number.NEGATIVE_INFINITY };
      const name = FIELD_ORDER.find((one) => one === (target as Element).getAttribute('name'));
      if (name && form.getFieldState(name).error?.message === 'text.composing')
        form.clearErrors(name);
    };
    window.addEventListener('compositionstart', start, options);
    window.addEventListener('compositionend', end, options);
    window.addEventListener('pointerdown', press, options);
    window.addEventListener('click', click, options);
    window.addEventListener('input', input, options);
    return () => abort.abort();
  }, [form]);
}
