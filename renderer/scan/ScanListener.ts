import {
  type Burst,
  NO_BURST,
  type Run,
  type ScanProblem,
  scanProblem,
  stepBurst,
} from '../../app/scan/burst.ts';
import { type FieldMemory, rememberField, restoreField, takesText } from './fieldMemory.ts';
import { strokeOf } from './strokeOf.ts';

/** How long an input method may take to hand over what it had in hand at the last key (ms). */
const SETTLE_MS = 200;

const FOCUS_EVENTS = ['focus', 'blur', 'focusin', 'focusout'] as const;

/**
 * Hears of every run of keys that Enter or Tab ended; `problem` says why it is no scan, or null.
 * For a scan it may give back a move of the focus, which else stays where it is.
 */
export type OnRun = (
  run: Run,
  problem: ScanProblem | null,
  focused: HTMLElement | null,
) => (() => void) | null;

/**
 * Listens in front of everything else in the window, so that a scan's terminator presses, submits
 * and moves nothing. What the focused field or the input method took in of the scan is undone.
 */
export class ScanListener {
  readonly #onRun: OnRun;
  readonly #pauseMs: number | undefined;
  #burst: Burst = NO_BURST;
  #before: FieldMemory = { element: null, value: '', selection: null };
  /** What the field held before the composition that is under way. */
  #beforeComposition: FieldMemory | null = null;
  #lastWasScan = false;
  #swallowedCode: string | null = null;
  #settling: { timer: number; end: () => void } | null = null;
  #isQuiet = false;

  /** `pauseMs`: from which pause on a new run begins; by default what a scan may have at most. */
  constructor(onRun: OnRun, pauseMs?: number) {
    this.#onRun = onRun;
    this.#pauseMs = pauseMs;
  }

  start(): () => void {
    const abort = new AbortController();
    const options = { capture: true, signal: abort.signal };
    window.addEventListener('keydown', (event) => this.#onKey(event), options);
    window.addEventListener('keyup', (event) => this.#onKey(event), options);
    const onCompositionStart = () => {
      this.#beforeComposition = rememberField();
    };
    const onCompositionEnd = () => {
      this.#beforeComposition = null;
    };
    window.addEventListener('compositionstart', onCompositionStart, options);
    window.addEventListener('compositionend', onCompositionEnd, options);
    const hush = (event: Event) => {
      if (this.#isQuiet) event.stopImmediatePropagation();
    };
    for (const name of FOCUS_EVENTS) window.addEventListener(name, hush, options);
    return () => {
      this.#settle();
      abort.abort();
    };
  }

  #onKey(event: KeyboardEvent): void {
    // Whatever is typed next must find the focus where it belongs.
    if (event.type === 'keydown') this.#settle();
    const { burst, event: step } = stepBurst(this.#burst, strokeOf(event), this.#pauseMs);
    this.#burst = burst;
    switch (step.kind) {
      case 'nothing':
        if (event.type === 'keyup' && event.code === this.#swallowedCode) this.#swallow(event);
        return;
      case 'character':
        if (step.isFirst) this.#before = this.#beforeComposition ?? rememberField();
        else if (event.code === 'Space' && !takesText(event.target)) this.#swallow(event);
        return;
      case 'echo':
        if (this.#lastWasScan) this.#swallow(event);
        return;
      case 'ended': {
        const problem = scanProblem(step.run);
        this.#lastWasScan = problem === null;
        if (problem === null) this.#takeScan(event, step.run);
        else this.#onRun(step.run, problem, this.#before.element);
      }
    }
  }

  #takeScan(event: KeyboardEvent, run: Run): void {
    this.#swallow(event);
    const before = this.#before;
    const { element } = before;
    const isTaken =
      this.#beforeComposition !== null ||
      event.isComposing ||
      event.keyCode === IME_KEY ||
      event.type === 'keyup';
    if (isTaken) this.#takeFieldFromInputMethod(element);
    restoreField(before);
    const move = this.#onRun(run, null, element);
    if (!isTaken) {
      move?.();
      return;
    }
    this.#settling = {
      timer: window.setTimeout(() => this.#settle(), SETTLE_MS),
      end: move ?? (() => this.#quietly(() => element?.focus())),
    };
  }

  /**
   * Without a focus the input method gives up its composition, and without a caret its last words,
   * which may come after the key, have nowhere to go.
   */
  #takeFieldFromInputMethod(element: HTMLElement | null): void {
    this.#quietly(() => element?.blur());
    document.getSelection()?.removeAllRanges();
  }

  #settle(): void {
    const settling = this.#settling;
    this.#settling = null;
    if (settling === null) return;
    window.clearTimeout(settling.timer);
    settling.end();
  }

  /** The key, and its coming up, are heard by nobody else and do nothing. */
  #swallow(event: KeyboardEvent): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#swallowedCode = event.type === 'keydown' ? event.code : null;
  }

  /** The focus leaves and returns without anybody hearing of it: the field was not left. */
  #quietly(act: () => void): void {
    this.#isQuiet = true;
    act();
    this.#isQuiet = false;
  }
}

/** The key code of a key that an input method has taken. */
const IME_KEY = 229;
