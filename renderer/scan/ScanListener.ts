import {
  type Burst,
  isUnderWay,
  NO_BURST,
  type Run,
  SCAN_LIMITS,
  scanProblem,
  stepBurst,
} from '../../app/scan/burst.ts';
import { type FieldMemory, rememberField, restoreField, takesText } from '../focus/fieldMemory.ts';
import { quietly } from '../focus/quietly.ts';
import { HeldKeys, isActing, isOrder } from './HeldKeys.ts';
import type { ScanListenerOptions } from './scanListenerOptions.ts';
import { strokeOf } from './strokeOf.ts';

/** How long an input method may take to hand over what it had in hand at the last key (ms). */
const SETTLE_MS = 200;

/** What begins this soon after a scan is another line of the same code, as a contact card has (ms). */
const NEXT_LINE_MS = 100;

/**
 * Listens in front of everything else in the window, so that a scan presses, submits and moves nothing. What the focused
 * field or the input method took in of the scan is undone.
 */
export class ScanListener {
  readonly #options: ScanListenerOptions;
  readonly #held: HeldKeys;
  #burst: Burst = NO_BURST;
  /** What the fields that the run went into held before it; there are two when the focus has moved in it. */
  #before: FieldMemory[] = [];
  /** What the field held before the composition that is under way. */
  #beforeComposition: FieldMemory | null = null;
  /** What had the focus until characters of the run were taken for a hand's and went to a field of their own. */
  #strayedFrom: HTMLElement | null = null;
  /** The form became another one in the middle of the run, or its save ended there. */
  #isTorn = false;
  /** The run is another line of the code before it. */
  #isNextLine = false;
  #lastScanAt = Number.NEGATIVE_INFINITY;
  #wasSwallowed = false;
  #swallowedCode: string | null = null;
  /** The held order whose key is still down: it is no part of the run. */
  #orderCode: string | null = null;
  #settling: { timer: number; end: () => void } | null = null;

  constructor(options: ScanListenerOptions) {
    this.#options = options;
    this.#held = new HeldKeys({
      onPause: () => this.#held.release(),
      fieldFor: (text, focused) => options.fieldFor?.(text, focused) ?? null,
      isStray: (text) => options.isRestOfDropped?.(text) ?? false,
      onTyping: () => {
        this.#strayedFrom ??= this.#before.at(-1)?.element ?? null;
        this.#remember();
      },
    });
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
    return () => {
      this.#settle();
      this.#held.drop();
      abort.abort();
    };
  }

  /** The form is another one now: nothing that was remembered of the one before may come back. */
  forget(): void {
    this.#before = [];
    this.#strayedFrom = null;
    this.#beforeComposition = null;
    this.tear();
  }

  /** What is under way belongs to nobody who is served now. What the fields took in of it is still undone. */
  tear(): void {
    this.#isTorn = this.#burst.characters.length > 0;
  }

  /** What a hand has typed last, and is still kept back, has nowhere to go. True where there was something. */
  dropHeld(): boolean {
    const hadSome = !this.#held.isEmpty;
    this.#held.drop();
    return hadSome;
  }

  /** Somebody else stands at the till from now on: what was being typed is nobody's. */
  drop(): void {
    this.#held.drop();
    this.forget();
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#held.isReplaying) return;
    // Whatever is typed next must find the focus where it belongs.
    if (event.type === 'keydown') this.#settle();
    // In the middle of a run a hand's order waits: what the scanner has typed so far must not be saved.
    if (event.type === 'keydown' && isOrder(event) && isUnderWay(this.#burst, event.timeStamp)) {
      this.#held.holdOrder(event);
      this.#orderCode = event.code;
      this.#swallow(event);
      return;
    }
    if (event.type === 'keyup' && event.code === this.#orderCode) {
      this.#orderCode = null;
      this.#swallow(event);
      return;
    }
    const { burst, event: step } = stepBurst(this.#burst, strokeOf(event), this.#options.pauseMs);
    this.#burst = burst;
    switch (step.kind) {
      case 'nothing':
        if (event.type === 'keyup' && event.code === this.#swallowedCode) this.#swallow(event);
        else if (isActing(event)) this.#held.release();
        return;
      case 'character':
        if (step.isFirst) this.#begin(event);
        this.#remember();
        this.#holdBack(event);
        return;
      case 'echo':
        if (this.#wasSwallowed) this.#swallow(event);
        return;
      case 'ended':
        this.#end(event, step.run);
    }
  }

  #begin(event: KeyboardEvent): void {
    this.#held.release();
    this.#before = [];
    this.#strayedFrom = null;
    this.#isTorn = false;
    this.#isNextLine = event.timeStamp - this.#lastScanAt <= NEXT_LINE_MS;
  }

  #remember(): void {
    const isFirst = this.#before.length === 0;
    if (!isFirst && this.#before.at(-1)?.element === document.activeElement) return;
    this.#before.push((isFirst && this.#beforeComposition) || rememberField());
  }

  #holdBack(event: KeyboardEvent): void {
    const { activeElement } = document;
    const text = event.key.length === 1 ? event.key : (this.#burst.characters.at(-1)?.text ?? '');
    const isHeld =
      !this.#held.isEmpty ||
      this.#isTorn ||
      this.#isNextLine ||
      (text === ' ' && !takesText(activeElement)) ||
      this.#options.isHeld?.(text, activeElement) === true;
    // What an input method has taken cannot be kept back, and is undone at the end.
    if (!isHeld || event.keyCode === IME_KEY || event.type === 'keyup') return;
    this.#held.holdCharacter(text);
    this.#swallow(event);
  }

  #end(event: KeyboardEvent, run: Run): void {
    const problem = scanProblem(run, this.#options.isKnown?.(run));
    if (problem === null) {
      this.#wasSwallowed = true;
      this.#lastScanAt = event.timeStamp;
      if (this.#held.drop()) this.#options.onDropped?.();
      this.#takeScan(event, run);
      return;
    }
    const isHeld = !this.#held.isEmpty;
    // No hand is so fast. Where nothing takes text, a short code would press what has the focus.
    const isFast = run.characters > 1 && run.gapsMs.longest <= SCAN_LIMITS.longestGapMs;
    const isCode = isFast && (isHeld || !takesText(document.activeElement));
    this.#wasSwallowed = this.#isNextLine || isHeld || isCode;
    if (this.#wasSwallowed) this.#swallow(event);
    if (this.#isNextLine) this.#lastScanAt = event.timeStamp;
    if (isCode) this.#options.onDropped?.();
    if (this.#isNextLine || isCode) this.#held.drop();
    else this.#held.release();
    this.#options.onRun(run, problem, this.#before.at(-1)?.element ?? null);
  }

  #takeScan(event: KeyboardEvent, run: Run): void {
    this.#swallow(event);
    this.#strayedFrom?.focus();
    const element = this.#strayedFrom ?? this.#before.at(-1)?.element ?? null;
    const isTaken =
      this.#beforeComposition !== null ||
      event.isComposing ||
      event.keyCode === IME_KEY ||
      event.type === 'keyup';
    if (isTaken) this.#takeFieldFromInputMethod(element);
    for (const memory of [...this.#before].reverse()) restoreField(memory);
    let move: (() => void) | null = null;
    if (this.#isTorn) this.#options.onTorn?.();
    else move = this.#options.onRun(run, null, element);
    if (!isTaken) {
      move?.();
      return;
    }
    this.#settling = {
      timer: window.setTimeout(() => this.#settle(), SETTLE_MS),
      end: move ?? (() => quietly(() => element?.focus())),
    };
  }

  /**
   * Without a focus the input method gives up its composition, and without a caret its last words,
   * which may come after the key, have nowhere to go.
   */
  #takeFieldFromInputMethod(element: HTMLElement | null): void {
    quietly(() => element?.blur());
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
}

/** The key code of a key that an input method has taken. */
const IME_KEY = 229;
