import type { Clock } from './clock/clock.ts';
import { KeyClosedError } from './vault/dataKey.ts';

/** A key store that fails is asked again after this time (ms), and after twice as long each time, … */
const FIRST_WAIT_MS = 1_000;
/** … until so much has passed: then somebody is asked. */
const PATIENCE_MS = 60_000;
/** And meanwhile the key store, so often. */
const ASK_EVERY_MS = 30_000;

/** What may open by itself in a moment; a file that is damaged, exchanged or gone will not. */
const PASSING: ReadonlySet<string> = new Set(['store-missing', 'unwrap-failed']);

/** What somebody can do while the key does not open. */
export interface KeyAnswers {
  /** Tries again now. */
  again(): void;
  /** Does something while nobody is opening the folder, then tries again; false where it has been opened meanwhile. */
  between(act: () => Promise<void>): Promise<boolean>;
}

export interface WithKeyOptions {
  clock: Pick<Clock, 'after'>;
  /** Called once, when the key has not opened for the first time and is asked for again. */
  onWaiting: (closed: KeyClosedError) => void;
  /** Called each time that the key has not opened after all patience: somebody is asked. */
  onClosed: (closed: KeyClosedError, answers: KeyAnswers) => void;
}

/**
 * Opens what a data key has sealed. A key that does not open now is asked for again, first with patience, then with
 * somebody who may decide otherwise, without end: it is no reason to begin an empty queue. Rejects with whatever else
 * the opening rejects with.
 */
export async function openWithKey<Opened>(
  open: () => Promise<Opened>,
  { clock, onWaiting, onClosed }: WithKeyOptions,
): Promise<Opened> {
  let acts: (() => Promise<void>)[] = [];
  let isOpen = false;
  let wake = () => {};
  const answers: KeyAnswers = {
    again: () => wake(),
    between: (act) =>
      new Promise((resolve, reject) => {
        acts.push(() =>
          (isOpen ? Promise.resolve(false) : act().then(() => true)).then(resolve, reject),
        );
        if (isOpen) void acts.pop()?.();
        wake();
      }),
  };
  const doAll = async () => {
    const now = acts;
    acts = [];
    for (const act of now) await act();
  };
  let waited = 0;
  for (let wait = FIRST_WAIT_MS; ; ) {
    await doAll();
    try {
      const opened = await open();
      isOpen = true;
      await doAll();
      return opened;
    } catch (error) {
      if (!(error instanceof KeyClosedError)) throw error;
      const isPatient = PASSING.has(error.problem) && waited < PATIENCE_MS;
      if (!isPatient) onClosed(error, answers);
      else if (waited === 0) onWaiting(error);
      const pause = isPatient ? wait : ASK_EVERY_MS;
      await new Promise<void>((resolve) => {
        const cancel = clock.after(pause, resolve);
        wake = () => {
          cancel();
          resolve();
        };
        if (acts.length > 0) wake();
      });
      wake = () => {};
      waited += pause;
      wait = Math.min(2 * wait, PATIENCE_MS - waited);
    }
  }
}
