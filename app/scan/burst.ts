import { characterOf, type PressedKey } from './keyCharacter.ts';

/** What tells a scanner from a hand. Nobody types six keys and Enter at 28 keys a second. */
export const SCAN_LIMITS = { longestGapMs: 50, meanGapMs: 35, fewestCharacters: 6 } as const;

/** One event of a keyboard, with what of it matters here. */
export interface KeyStroke extends PressedKey {
  type: 'keydown' | 'keyup';
  /** Ctrl, Alt or the system key is held: a shortcut, not a character. */
  shortcut: boolean;
  /** The key is being held down and repeats itself. */
  repeat: boolean;
  /** When, in ms of a clock that does not go backwards: `event.timeStamp`. */
  at: number;
}

interface Character {
  text: string;
  /** The same without caps lock, which many scanners know nothing of. */
  plain: string;
  at: number;
}

/** The keys that have come one right after the other so far. */
export interface Burst {
  characters: readonly Character[];
  /** When the last run was ended; its suffix may have a second key, as CR LF has. */
  endedAt: number;
  /** The keys that were heard going down and are not up yet. */
  held: readonly string[];
  shiftUpAt: number;
}

export const NO_BURST: Burst = {
  characters: [],
  endedAt: Number.NEGATIVE_INFINITY,
  held: [],
  shiftUpAt: Number.NEGATIVE_INFINITY,
};

export type Terminator = 'Enter' | 'Tab';

/** Characters that came in one run and were ended by a terminator, with their measures. */
export interface Run {
  /** As the keyboard writes them. */
  text: string;
  /** As they would be without caps lock. */
  plainText: string;
  characters: number;
  terminator: Terminator;
  /** Between the characters, and from the last one to the terminator, in ms. */
  gapsMs: { shortest: number; mean: number; longest: number };
}

export type BurstEvent =
  /** Nothing for a scan to begin or end with. */
  | { kind: 'nothing' }
  /** A character; the first one of a run is the moment to look at what is on the screen. */
  | { kind: 'character'; isFirst: boolean }
  | { kind: 'ended'; run: Run }
  /** One more terminator right behind the one that has ended a run. */
  | { kind: 'echo' };

export interface BurstStep {
  burst: Burst;
  event: BurstEvent;
}

/** Shift and the key it belongs to are let go together, in this time at most (ms). */
const TOGETHER_MS = 2;

/**
 * Takes one event of the keyboard. A pause of more than `pauseMs` begins a new run: what was typed
 * by hand before a scan is not part of it. A key counts when it goes down. Some input methods (ibus)
 * swallow that, but every key comes up; then it counts there, with the Shift let go just before.
 */
export function stepBurst(
  before: Burst,
  stroke: KeyStroke,
  pauseMs: number = SCAN_LIMITS.longestGapMs,
): BurstStep {
  const burst = follow(before, stroke);
  if (isModifier(stroke)) return { burst, event: { kind: 'nothing' } };
  if (stroke.type === 'keydown') return press(burst, stroke, pauseMs);
  if (before.held.includes(stroke.code)) return { burst, event: { kind: 'nothing' } };
  const shift = stroke.shift || isWithin(stroke.at - burst.shiftUpAt, TOGETHER_MS);
  return press(burst, { ...stroke, shift }, pauseMs);
}

/** Which keys are down. */
function follow(burst: Burst, { type, code, at }: KeyStroke): Burst {
  const others = burst.held.filter((held) => held !== code);
  if (type === 'keydown') return { ...burst, held: [...others, code] };
  return { ...burst, held: others, ...(code.startsWith('Shift') ? { shiftUpAt: at } : {}) };
}

function press(burst: Burst, stroke: KeyStroke, pauseMs: number): BurstStep {
  const none = { ...burst, characters: [], endedAt: Number.NEGATIVE_INFINITY };
  if (stroke.repeat || stroke.shortcut) return { burst: none, event: { kind: 'nothing' } };

  const last = burst.characters.at(-1);
  const continues = last !== undefined && isWithin(stroke.at - last.at, pauseMs);
  const terminator = terminatorOf(stroke);
  if (terminator !== null) {
    if (continues) {
      const run = measure(burst.characters, terminator, stroke.at);
      return { burst: { ...none, endedAt: stroke.at }, event: { kind: 'ended', run } };
    }
    const isEcho = last === undefined && isWithin(stroke.at - burst.endedAt, pauseMs);
    return { burst: none, event: { kind: isEcho ? 'echo' : 'nothing' } };
  }

  const text = characterOf(stroke);
  if (text === null) return { burst: none, event: { kind: 'nothing' } };
  const plain = characterOf({ ...stroke, capsLock: false }) ?? text;
  const characters = continues ? burst.characters : [];
  return {
    burst: { ...none, characters: [...characters, { text, plain, at: stroke.at }] },
    event: { kind: 'character', isFirst: !continues },
  };
}

export type ScanProblem = 'too-short' | 'paused' | 'too-slow';

/** Why a run is no scan, or null when it is one. `isKnown`: its code is one of the till's own, and counts if it is short. */
export function scanProblem(run: Run, isKnown = false): ScanProblem | null {
  const { characters, gapsMs } = run;
  if (characters < SCAN_LIMITS.fewestCharacters && !isKnown) return 'too-short';
  if (gapsMs.longest > SCAN_LIMITS.longestGapMs) return 'paused';
  return gapsMs.mean > SCAN_LIMITS.meanGapMs ? 'too-slow' : null;
}

/** Whether this moment is so near to the last character that the run may still be going on. */
export function isUnderWay({ characters }: Burst, at: number): boolean {
  const last = characters.at(-1);
  return last !== undefined && isWithin(at - last.at, SCAN_LIMITS.longestGapMs);
}

function measure(characters: readonly Character[], terminator: Terminator, endedAt: number): Run {
  const times = [...characters.map(({ at }) => at), endedAt];
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  return {
    text: characters.map(({ text }) => text).join(''),
    plainText: characters.map(({ plain }) => plain).join(''),
    characters: characters.length,
    terminator,
    gapsMs: {
      shortest: Math.min(...gaps),
      mean: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length,
      longest: Math.max(...gaps),
    },
  };
}

function terminatorOf({ code, key, shift }: KeyStroke): Terminator | null {
  if (shift) return null;
  const name = code === '' ? key : code;
  if (name === 'Enter' || name === 'NumpadEnter') return 'Enter';
  return name === 'Tab' ? 'Tab' : null;
}

function isModifier({ code, key }: KeyStroke): boolean {
  return /^(?:Shift|CapsLock|NumLock)/.test(code === '' ? key : code);
}

function isWithin(gap: number, limit: number): boolean {
  return gap >= 0 && gap <= limit;
}
