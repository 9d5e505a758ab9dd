import { describe, expect, test } from 'vitest';
import { LOCALES, type Locale, ORIGINAL } from '../../app/settings/locales.ts';
import { hasChromium } from '../browser.ts';
import { lookProblems } from '../checks.ts';
import { givenPreview } from '../givenPreview.ts';
import type { Look } from '../PreviewTill.ts';
import { PARTS } from './parts.ts';
import type { Part, State } from './State.ts';
import { textsOf, unseenWords } from './wordsOf.ts';

/**
 * What of axe depends on the colours, and what on the window's size; the rest is the same in every look. Its size of
 * targets is asked for once: our own check asks for twice that, in each.
 * No colour depends on the language (`parts.test.ts`): further themes are looked at in one of them.
 */
const COLOURS = ['color-contrast', 'link-in-text-block'];
const SIZES = ['scrollable-region-focusable'];

interface LookedAt {
  look: Look;
  /** The rules of axe that are asked there; undefined: all. */
  rules?: readonly string[];
  /** Looked at in Chinese alone. */
  isTheme?: true;
}

const LOOKS: Record<string, LookedAt> = {
  light: { look: {} },
  dark: { look: { dark: true }, rules: COLOURS, isTheme: true },
  'forced colours': { look: { forcedColors: true }, rules: COLOURS, isTheme: true },
  '420 px': { look: { width: 420 }, rules: SIZES },
  '125 %': { look: { zoom: 1.25 }, rules: SIZES },
  '200 %': { look: { zoom: 2 }, rules: SIZES },
};

/** A state with twenty steps, each in six looks, beside two other browsers and whatever else the machine does (ms). */
const LONGEST = 240_000;

/** The faults that some states begin with. */
const EXPECTED = [
  'Failed to fetch dynamically imported module',
  "Cannot read properties of null (reading 'length')",
];

/** Brings the page into each state once for each language, and checks it there in every look that can differ. */
export function proveStates(partName: keyof typeof PARTS): void {
  const part: Part = PARTS[partName];
  const seen = Object.fromEntries(LOCALES.map((locale) => [locale, new Set<string>()])) as Record<
    Locale,
    Set<string>
  >;

  describe.skipIf(!hasChromium)(`every state of the ${partName}`, () => {
    const preview = givenPreview();

    describe.each(LOCALES)('passes axe and our own checks in every look, in %s', (locale) => {
      const looks = Object.entries(LOOKS).filter(
        ([, { isTheme }]) => !isTheme || locale === ORIGINAL,
      );
      const states = part.states.filter((state) => locale === ORIGINAL || !state.onlyInChinese);
      test.each(states)(
        '$name',
        { timeout: LONGEST },
        async ({ show, reach, next = {} }: State) => {
          const { page } = preview;
          await page.evaluate(`location.protocol === 'http:' && sessionStorage.clear()`);
          await preview.show({ ...show, query: `?locale=${locale}&${show?.query ?? ''}` });
          const problems: string[] = [];
          for (const [state, reachIt] of [['', reach] as const, ...Object.entries(next)]) {
            await preview.lookAt({});
            await reachIt(page, preview);
            for (const text of await textsOf(page)) seen[locale].add(text);
            for (const [name, { look, rules }] of looks) {
              await preview.lookAt(look);
              const found = await lookProblems(page, rules);
              problems.push(...found.map((problem) => `${state} ${name}: ${problem}`));
            }
          }
          expect(problems).toEqual([]);
        },
      );

      test('and no word is left that none of them shows', () => {
        expect(unseenWords(locale, part, Object.values(PARTS), seen[locale])).toEqual([]);
      });
    });

    test('and nothing was refused by the policy or written to the console', () => {
      const isExpected = (complaint: string) => EXPECTED.some((part) => complaint.includes(part));
      expect(preview.complaints.filter((complaint) => !isExpected(complaint))).toEqual([]);
    });
  });
}
