import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BurstEvent,
  type KeyStroke,
  NO_BURST,
  type Run,
  SCAN_LIMITS,
  scanProblem,
  stepBurst,
} from './burst.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function stroke(code: string, change: Partial<KeyStroke> = {}): KeyStroke {
  return {
    type: 'keydown',
    code,
    key: 'Process',
    shift: false,
    capsLock: false,
    shortcut: false,
    repeat: false,
    at: 0,
    ...change,
  };
}

/** A character as an input method lets it through: only its place and Shift can be read. */
function press(character: string, at: number, capsLock = false): KeyStroke {
  const isLetter = LETTERS.includes(character);
  const shift = character === '_' || (isLetter && character === character.toUpperCase());
  const code = isLetter
    ? `Key${character.toUpperCase()}`
    : character === '_' || character === '-'
      ? 'Minus'
      : `Digit${character}`;
  return stroke(code, { shift, at, capsLock });
}

function runsOf(strokes: readonly KeyStroke[], pauseMs?: number): Run[] {
  const runs: Run[] = [];
  let burst = NO_BURST;
  for (const next of strokes) {
    const step = stepBurst(burst, next, pauseMs);
    burst = step.burst;
    if (step.event.kind === 'ended') runs.push(step.event.run);
  }
  return runs;
}

const scansOf = (strokes: readonly KeyStroke[]) =>
  runsOf(strokes)
    .filter((run) => scanProblem(run) === null)
    .map((run) => run.text);

/** The text with these gaps between its keys; the last gap is the one before the terminator. */
function typed(text: string, gaps: readonly number[], start = 0, end = 'Enter'): KeyStroke[] {
  let at = start;
  const strokes = [...text].map((character, index) => {
    at += index === 0 ? 0 : (gaps[index - 1] ?? 0);
    return press(character, at);
  });
  return [...strokes, stroke(end, { at: at + (gaps[text.length - 1] ?? 0) })];
}

const content = fc.string({
  unit: fc.constantFrom(...LETTERS, ...'0123456789-_'),
  minLength: SCAN_LIMITS.fewestCharacters,
  maxLength: 40,
});
const gapsUpTo = (longest: number) =>
  fc.array(fc.double({ min: 0, max: longest, noNaN: true }), { minLength: 40, maxLength: 40 });

/** The same keys with their coming up, and Shift and caps lock around them, as a device sends them. */
function whole(strokes: readonly KeyStroke[]): KeyStroke[] {
  return strokes.flatMap((next) => {
    const keys = next.shift ? [stroke('ShiftLeft', { at: next.at }), next] : [next];
    const ups = keys.map((key) => ({ ...key, type: 'keyup', shift: false }) as const);
    return [...keys, ...ups, stroke('CapsLock', { at: next.at })];
  });
}

describe('a scan', () => {
  test('is found whatever it says, at every speed a scanner has, ended by Enter or Tab', () => {
    fc.assert(
      fc.property(
        content,
        gapsUpTo(SCAN_LIMITS.meanGapMs),
        fc.constantFrom('Enter', 'NumpadEnter', 'Tab'),
        (text, gaps, end) => {
          expect(scansOf(whole(typed(text, gaps, 0, end)))).toEqual([text]);
        },
      ),
    );
  });

  test('is found after anything typed by hand, and that is not part of it', () => {
    const pause = fc.double({ min: SCAN_LIMITS.longestGapMs + 1, max: 5000, noNaN: true });
    fc.assert(
      fc.property(content, content, pause, (byHand, text, gap) => {
        const slow = typed(byHand, Array(40).fill(gap)).slice(0, -1);
        const start = (slow.at(-1)?.at ?? 0) + gap;
        expect(scansOf([...slow, ...typed(text, Array(40).fill(12), start)])).toEqual([text]);
      }),
    );
  });

  test('is read whole when the input method lets only some keys be heard going down', () => {
    fc.assert(
      fc.property(
        content,
        fc.array(fc.boolean(), { minLength: 41, maxLength: 41 }),
        fc.integer({ min: 3, max: 30 }),
        (text, isHeard, gap) => {
          const strokes = typed(text, Array(40).fill(gap));
          const heard = strokes.flatMap((next, index) =>
            whole([next]).filter(({ type }) => type === 'keyup' || isHeard[index]),
          );
          expect(scansOf(heard)).toEqual([text]);
        },
      ),
    );
  });

  test('may have single gaps up to 50 ms while the mean is 35 ms at most', () => {
    expect(scansOf(typed('123456', [50, 20, 50, 20, 50, 20]))).toEqual(['123456']);
    expect(scansOf(typed('123456', [50, 20, 50, 20, 50, 21]))).toEqual([]);
    expect(scansOf(typed('123456', [51, 5, 5, 5, 5, 5]))).toEqual([]);
    expect(scansOf(typed('123456', [5, 5, 5, 5, 5, 51]))).toEqual([]);
  });

  test('has six characters at least, and its measures are those of its keys', () => {
    expect(scansOf(typed('12345', Array(5).fill(10)))).toEqual([]);
    const [run] = runsOf(typed('123456', [10, 20, 30, 10, 20, 30]));
    expect(run).toEqual({
      text: '123456',
      plainText: '123456',
      characters: 6,
      terminator: 'Enter',
      gapsMs: { shortest: 10, mean: 20, longest: 30 },
    });
  });

  test('is read twice under caps lock: as the keyboard writes it, and as the scanner may mean it', () => {
    const strokes = [...'oAb_-9'].map((character, index) => press(character, index * 10, true));
    const [run] = runsOf([...strokes, stroke('Enter', { at: 60 })]);
    expect(run).toMatchObject({ text: 'OaB_-9', plainText: 'oAb_-9' });
  });

  test('can come as digits of the number pad, and as text that a program sends', () => {
    const pad = [...'123456'].map((digit, index) =>
      stroke(`Numpad${digit}`, { key: 'End', at: index * 10 }),
    );
    expect(scansOf([...pad, stroke('NumpadEnter', { at: 60 })])).toEqual(['123456']);
    const sent = [...'ab_9é中'].map((key, index) => stroke('', { key, at: index * 10 }));
    expect(scansOf([...sent, stroke('', { key: 'Enter', at: 60 })])).toEqual(['ab_9é中']);
  });

  test('may have a second terminator right behind, but a later Enter is a hand', () => {
    const kinds = (strokes: readonly KeyStroke[]) => {
      let burst = NO_BURST;
      return strokes.map((next): BurstEvent['kind'] => {
        const step = stepBurst(burst, next);
        burst = step.burst;
        return step.event.kind;
      });
    };
    const scan = typed('123456', Array(6).fill(10));
    expect(kinds([...scan, stroke('Enter', { at: 70 })]).at(-1)).toBe('echo');
    expect(kinds([...scan, stroke('Enter', { at: 111 })]).at(-1)).toBe('nothing');
    expect(kinds([...scan, press('1', 65), stroke('Enter', { at: 70 })]).at(-1)).toBe('ended');
  });
});

describe('typing', () => {
  test('with one pause in every six keys is never a scan, however fast the rest', () => {
    const pause = SCAN_LIMITS.longestGapMs + 0.1;
    fc.assert(
      fc.property(content, gapsUpTo(400), fc.nat({ max: 5 }), (text, gaps, phase) => {
        const human = gaps.map((gap, index) => (index % 6 === phase ? gap + pause : gap));
        expect(scansOf(typed(text, human))).toEqual([]);
      }),
    );
  });

  test('at a mean of more than 35 ms is never a scan', () => {
    fc.assert(
      fc.property(content, fc.double({ min: 35.01, max: 50, noNaN: true }), (text, gap) => {
        expect(scansOf(typed(text, Array(40).fill(gap)))).toEqual([]);
      }),
    );
  });

  test('with a held key, a shortcut or an editing key in it is never a scan', () => {
    const strokes = typed('12345678901', Array(11).fill(10));
    for (const change of [{ repeat: true }, { shortcut: true }, { code: 'Backspace' }] as const) {
      for (let index = 6; index < strokes.length - 1; index += 1) {
        const spoilt = strokes.map((next, at) => (at === index ? { ...next, ...change } : next));
        expect(scansOf(spoilt)).toEqual([]);
      }
    }
    const held = Array.from({ length: 20 }, (_, index) =>
      stroke('KeyA', { at: index * 30, repeat: index > 0 }),
    );
    expect(scansOf([...held, stroke('Enter', { at: 620 })])).toEqual([]);
  });

  test('ended by Shift+Enter or Shift+Tab is never a scan', () => {
    for (const code of ['Enter', 'Tab']) {
      const strokes = typed('123456', Array(6).fill(10)).slice(0, -1);
      expect(runsOf([...strokes, stroke(code, { shift: true, at: 60 })])).toEqual([]);
    }
  });
});

test('any keys at any times are judged like the plain definition says', () => {
  const key = fc.record({
    kind: fc.constantFrom('a', 'B', '7', '_', 'Enter', 'Enter', 'Tab', 'F2'),
    gap: fc.oneof(
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 20, max: 60 }),
      fc.integer({ min: 45, max: 300 }),
    ),
  });
  fc.assert(
    fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
      let at = 0;
      const strokes = keys.map(({ kind, gap }) => {
        at += gap;
        return kind.length === 1 ? press(kind, at) : stroke(kind, { at });
      });
      const expected: string[] = [];
      keys.forEach(({ kind }, end) => {
        if (kind !== 'Enter' && kind !== 'Tab') return;
        // Backwards from the terminator over characters that follow each other quickly.
        let first = end;
        while (first > 0 && (keys[first]?.gap ?? 0) <= 50 && keys[first - 1]?.kind.length === 1)
          first -= 1;
        const gaps = keys.slice(first + 1, end + 1).map(({ gap }) => gap);
        const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
        const text = keys.slice(first, end).map((pressed) => pressed.kind);
        if (text.length >= 6 && mean <= 35) expected.push(text.join(''));
      });
      expect(scansOf(strokes)).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test('with a longer pause a slow code is measured whole, and the reason is told', () => {
  const problemAt = (gaps: number[], text = '123456') =>
    runsOf(typed(text, gaps), 1000).map((run) => scanProblem(run));
  expect(problemAt([10, 200, 10, 10, 10, 10])).toEqual(['paused']);
  expect(problemAt(Array(6).fill(40))).toEqual(['too-slow']);
  expect(problemAt(Array(6).fill(10), '123')).toEqual(['too-short']);
  expect(problemAt(Array(6).fill(10))).toEqual([null]);
});

test('a short code counts where the till knows it, at the pace of a scanner alone', () => {
  const known = (gaps: number[]) =>
    runsOf(typed('C07A', gaps), 1000).map((run) => scanProblem(run, true));
  expect(known(Array(4).fill(10))).toEqual([null]);
  expect(known([10, 200, 10, 10])).toEqual(['paused']);
  expect(known(Array(4).fill(40))).toEqual(['too-slow']);
});
