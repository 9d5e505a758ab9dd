import { describe, expect, test } from 'vitest';
import { LOCALES, type Locale, ORIGINAL } from '../../app/settings/locales.ts';
import { isWhole } from '../../testing/depth.ts';
import { hasChromium } from '../browser.ts';
import { ALL_RULES, type AxeRules, axeProblems, lookProblems } from '../checks.ts';
import { givenPreview } from '../givenPreview.ts';
import type { Look } from '../PreviewTill.ts';
import { PARTS } from './parts.ts';
import type { Part, State } from './State.ts';
import { textsOf, unseenWords } from './wordsOf.ts';

/**
 * What of axe depends on the colours, and what on the window's size; the rest is the same in every look. Its size of
 * targets is asked for once: our own check asks for twice that, in each.
 * No colour depends on the language, and nothing but colours on the dark theme (`parts.test.ts`): further themes are
 * looked at in one language, and our own checks, which see no colours, are not asked in the dark.
 */
const COLOURS = ['color-contrast', 'link-in-text-block'];
const SIZES = ['scrollable-region-focusable'];

/**
 * All of axe but what is asked in Chinese in the first look: what scrolls beneath the bar of a small window is small for it.
 * A short run asks nothing more of axe: it has seen the state with it once.
 */
const IN_ANOTHER_LANGUAGE: AxeRules = isWhole
  ? { without: [...COLOURS, 'target-size'] }
  : { only: [] };

interface LookedAt {
  look: Look;
  /** The rules of axe that are asked there, where another look is asked all of them. */
  rules: AxeRules;
  /** Looked at in Chinese alone. */
  isTheme?: true;
  /** Nothing has another size in it than in the first one. */
  isColoursAlone?: true;
}

const LOOKS: Record<string, LookedAt> = {
  light: { look: {}, rules: ALL_RULES },
  dark: { look: { dark: true }, rules: { only: COLOURS }, isTheme: true, isColoursAlone: true },
  'forced colours': { look: { forcedColors: true }, rules: { only: COLOURS }, isTheme: true },
  '420 px': { look: { width: 420 }, rules: { only: SIZES } },
  '125 %': { look: { zoom: 1.25 }, rules: { only: SIZES } },
  '200 %': { look: { zoom: 2 }, rules: { only: SIZES } },
};

/** A state with twenty steps, each in six looks, beside two other browsers and whatever else the machine does (ms). */
const LONGEST = 240_000;

/** The faults that some states begin with. */
const EXPECTED = [
  'Failed to fetch dynamically imported module',
  "Cannot read properties of null (reading 'length')",
];

/**
 * The looks of the `number`th state: all that can differ; or, where a run is short, in Chinese the first one and another, in
 * each further language one alone, by turns, for our own checks.
 */
function looksOf(locale: Locale, number: number): [name: string, looked: LookedAt][] {
  const looks = Object.entries(LOOKS).filter(([, { isTheme }]) => !isTheme || locale === ORIGINAL);
  const always = locale === ORIGINAL ? 1 : 0;
  const byTurns = looks.slice(always);
  const turn = number % byTurns.length;
  const chosen = isWhole ? looks : [...looks.slice(0, always), ...byTurns.slice(turn, turn + 1)];
  if (isWhole || locale === ORIGINAL) return chosen;
  return chosen.map(([name, looked]) => [name, { ...looked, rules: IN_ANOTHER_LANGUAGE }]);
}

/**
 * Whether a page with states is opened in this language: where a run is short, a third of them by turns in the further ones,
 * which have the same components and the same words by name (`app/messages/`), and each in Chinese.
 */
function isLookedAt(locale: Locale, place: number): boolean {
  return isWhole || locale === ORIGINAL || place % 3 === 0;
}

/** Brings the page into each state once for each language, and checks it there in the looks that can differ. */
export function proveStates(partName: keyof typeof PARTS): void {
  const part: Part = PARTS[partName];
  const seen = Object.fromEntries(LOCALES.map((locale) => [locale, new Set<string>()])) as Record<
    Locale,
    Set<string>
  >;

  describe.skipIf(!hasChromium)(`every state of the ${partName}`, () => {
    const preview = givenPreview();
    const where = isWhole ? 'in every look' : 'in looks by turns';

    const withAxe = (locale: Locale) => (isWhole || locale === ORIGINAL ? 'axe and ' : '');

    describe.each(
      LOCALES.map((locale) => ({ locale, checks: `${withAxe(locale)}our own checks` })),
    )(`passes $checks ${where}, in $locale`, ({ locale }) => {
      let number = 0;
      const states = part.states.filter((state) => locale === ORIGINAL || !state.onlyInChinese);
      const places = new Map(
        states.map((state) => {
          const place = number;
          number += 1 + Object.keys(state.next ?? {}).length;
          return [state.name, place];
        }),
      );
      test.each(states.filter((_, place) => isLookedAt(locale, place)))(
        '$name',
        { timeout: LONGEST },
        async ({ name: opening, show, reach, next = {} }: State) => {
          const { page } = preview;
          await page.evaluate(`location.protocol === 'http:' && sessionStorage.clear()`);
          await preview.show({ ...show, query: `?locale=${locale}&${show?.query ?? ''}` });
          const problems: string[] = [];
          const steps = [['', reach] as const, ...Object.entries(next)];
          for (const [step, [state, reachIt]] of steps.entries()) {
            await preview.lookAt({});
            await reachIt(page, preview);
            for (const text of await textsOf(page)) seen[locale].add(text);
            const looks = looksOf(locale, (places.get(opening) ?? 0) + step);
            for (const [name, { look, rules, isColoursAlone }] of looks) {
              await preview.lookAt(look);
              const found = isColoursAlone
                ? await axeProblems(page, rules)
                : await lookProblems(page, rules);
              problems.push(...found.map((problem) => `${state} ${name}: ${problem}`));
            }
          }
          expect(problems).toEqual([]);
        },
      );

      const isEveryState = isWhole || locale === ORIGINAL;
      test.skipIf(!isEveryState)('and no word is left that none of them shows', () => {
        expect(unseenWords(locale, part, Object.values(PARTS), seen[locale])).toEqual([]);
      });
    });

    test('and nothing was refused by the policy or written to the console', () => {
      const isExpected = (complaint: string) => EXPECTED.some((part) => complaint.includes(part));
      expect(preview.complaints.filter((complaint) => !isExpected(complaint))).toEqual([]);
    });
  });
}
