import type { Run, ScanProblem } from '../../app/scan/burst.ts';

/**
 * Hears of every run of keys that Enter or Tab ended; `problem` says why it is no scan, or null.
 * For a scan it may give back a move of the focus, which else stays where it is.
 */
export type OnRun = (
  run: Run,
  problem: ScanProblem | null,
  focused: HTMLElement | null,
) => (() => void) | null;

export interface ScanListenerOptions {
  onRun: OnRun;
  /** From which pause on a new run begins (ms); by default what a scan may have at most. */
  pauseMs?: number;
  /** Whether a run counts although it is short, as a badge does. */
  isKnown?: (run: Run) => boolean;
  /** Whether a character is kept back until it is known whether it is a scanner's. By default only Space is. */
  isHeld?: (text: string, focused: Element | null) => boolean;
  /** Whether a character belongs to what was dropped before it, and not to the field that it is typed in. */
  isRestOfDropped?: (text: string) => boolean;
  /** Where characters of a hand go that were kept back; by default nowhere. */
  fieldFor?: (text: string, focused: HTMLElement | null) => HTMLElement | null;
  /** A scan came while the form became another one: it belongs to neither, and changes nothing. */
  onTorn?: () => void;
  /** A key of the hand came into a scan and did nothing. */
  onDropped?: () => void;
}
