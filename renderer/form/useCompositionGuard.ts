import { useEffect, useRef } from 'react';
import type { FieldName } from '../../app/member/memberFields.ts';
import { takesText } from '../focus/fieldMemory.ts';
import { READ_FIRST_MS } from '../focus/layers.ts';
import { quietly } from '../focus/quietly.ts';
import { FIELD_ORDER } from './keyFlow.ts';

/** What takes the form as it stands, or another one in its place. */
const TAKES_FORM = '.form :is(.bar-buttons, .result) button';

/**
 * The browser ends a composition for a press of the mouse, a window that goes to the back or a key that is no part of it
 * before it tells of that, whose time is the system's, which may be coarse: so little before (ms) nobody has chosen a
 * word.
 */
const SAME_HAND_MS = 50;

/** An order to the till: no input method chooses a word by it. */
const ORDER = /^(?:F\d+|Escape)$/;

const NEVER = { field: null as EventTarget | null, at: Number.NEGATIVE_INFINITY };

/**
 * Tells which field an input method was left in, in the middle of a word: by a press anywhere, by the focus that went
 * elsewhere, or by a key that orders something. Its letters, or its first guess, then stand there as if somebody had
 * chosen them. What the input method ends by itself or for a key of its own is a word.
 *
 * A press that takes the form in the middle of a word ends the composition and does nothing else, whatever it was on:
 * the last letters are not the next customer's either. Keys in the middle of it are the input method's own
 * (`isDeliberate`).
 *
 * `onLeft`: `refused` is when a press did nothing for it (monotonic ms), or null.
 */
export function useCompositionGuard(
  onLeft: (field: FieldName, refused: number | null) => void,
): void {
  const latest = useRef(onLeft);
  useEffect(() => {
    latest.current = onLeft;
  });
  useEffect(() => {
    const abort = new AbortController();
    const options = { capture: true, signal: abort.signal };
    /** The field that a word is being composed in, and what stood in it before. */
    let composing = { field: null as EventTarget | null, before: '' };
    /** The last composition that ended, until something else has happened. */
    let ended = NEVER;
    /** The field whose composition was under way when the press began, and when the press was over. */
    let pressed = { field: null as EventTarget | null, until: Number.POSITIVE_INFINITY };
    /** What was refused last: so soon after it nobody has read the word about it. */
    let refused = NEVER;
    /** Nothing composes in a field without the focus, whether its end was told or not. */
    const composingNow = () =>
      composing.field === document.activeElement ? composing.field : null;
    const endedAt = (time: number) => (time - ended.at < SAME_HAND_MS ? ended.field : null);
    const leave = (field: EventTarget | null) => {
      const name = nameOf(field);
      if (name !== undefined) latest.current(name, null);
    };
    const start = ({ target }: Event) => {
      composing = { field: target, before: textIn(target) };
      ended = NEVER;
    };
    const end = ({ target, timeStamp }: Event) => {
      const isUnchanged = composing.field === target && composing.before === textIn(target);
      composing = { field: null, before: '' };
      ended = isUnchanged ? NEVER : { field: target, at: timeStamp };
      // Of a finger the browser tells first that it has come down.
      const isPressed = performance.now() - pressed.until < SAME_HAND_MS;
      if (isPressed && ended.field === pressed.field) leave(pressed.field);
    };
    const press = ({ timeStamp }: Event) => {
      const left = endedAt(timeStamp);
      ended = NEVER;
      pressed = { field: composingNow(), until: Number.POSITIVE_INFINITY };
      if (timeStamp - refused.at < READ_FIRST_MS) pressed.field ??= refused.field;
      pressed.field ??= left;
      leave(left);
    };
    const release = () => {
      pressed.until = performance.now();
    };
    const blur = ({ target, timeStamp }: Event) => {
      if (target === null || target !== endedAt(timeStamp)) return;
      ended = NEVER;
      leave(target);
    };
    const key = ({ key: name, timeStamp }: KeyboardEvent) => {
      if (ORDER.test(name)) leave(endedAt(timeStamp));
      ended = NEVER;
    };
    const click = (event: MouseEvent) => {
      const { target, detail, timeStamp } = event;
      if (!(target instanceof Element) || target.closest(TAKES_FORM) === null) return;
      // A click of no pointer has no press of its own.
      const field = composingNow() ?? (detail === 0 ? null : pressed.field);
      const name = nameOf(field);
      if (!(field instanceof HTMLElement) || name === undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (composingNow() !== null) quietly(() => field.blur());
      quietly(() => field.focus());
      composing = { field: null, before: '' };
      refused = { field, at: timeStamp };
      latest.current(name, timeStamp);
    };
    const input = ({ target }: Event) => {
      if (target === refused.field) refused = NEVER;
    };
    window.addEventListener('compositionstart', start, options);
    window.addEventListener('compositionend', end, options);
    window.addEventListener('pointerdown', press, options);
    window.addEventListener('pointerup', release, options);
    window.addEventListener('pointercancel', release, options);
    window.addEventListener('focusout', blur, options);
    window.addEventListener('keydown', key, options);
    window.addEventListener('click', click, options);
    window.addEventListener('input', input, options);
    return () => abort.abort();
  }, []);
}

function nameOf(field: EventTarget | null): FieldName | undefined {
  if (!(field instanceof HTMLElement)) return undefined;
  return FIELD_ORDER.find((one) => one === field.getAttribute('name'));
}

function textIn(field: EventTarget | null): string {
  return takesText(field) ? field.value : '';
}
