import type { OutboxView } from '../outbox/outboxView.ts';
import type { ErasedNews } from '../person/personView.ts';
import type { TillView } from './tillView.ts';

/** `told` is a type alone: nothing is there when the program runs. */
const tells = <Told>() => ({}) as { readonly told: Told };

/** Main → page: every event with what it tells. */
export const EVENTS = {
  outboxChanged: tells<OutboxView>(),
  /** New settings, by the manager or by a provisioning that was handed over. */
  tillChanged: tells<TillView>(),
  /** The PC goes to sleep, comes back, or was locked: nobody knows who comes next. */
  lockAsked: tells<null>(),
  /** The window was put away, by its hot key or by closing it: whoever brings it back need not be who has left it. */
  putAway: tells<null>(),
  /** The hot key has brought the window up: the next customer begins with the phone number. */
  phoneAsked: tells<null>(),
  /** A program of this PC has something for the form: `getOfferedForm`. */
  formOffered: tells<null>(),
  /** A link has brought it up: whoever is writing goes on, an empty form begins with the phone number. */
  formAsked: tells<null>(),
  /** The manager has erased somebody: nothing of them may stay in a form, whichever page has asked for it. */
  personErased: tells<ErasedNews>(),
  /** The window is about to go: what was typed is to be kept, and `tellKept` to say whether it is, with the number of the question. */
  keepAsked: tells<{ question: number }>(),
};
