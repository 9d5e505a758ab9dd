import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOCALES } from '../../../app/settings/provision.ts';
import { hasChromium } from '../Chromium.ts';
import { lookProblems } from '../checks.ts';
import { type Look, PreviewTill } from '../PreviewTill.ts';
import { PARTS } from './parts.ts';
import type { Part, State } from './State.ts';
import { textsOf, unseenWords } from './wordsOf.ts';

/**
 * What of axe depends on the colours, and what on the window's size; the rest is the same in every look.
 * No colour depends on the language (`parts.test.ts`): further themes are asked about theirs in one of them.
 */
const COLOURS = ['color-contrast', 'link-in-text-block'];
const SIZES = ['scrollable-region-focusable', 'target-size'];

/** With the rules of axe that are asked there; undefined: all. `theme`: of the colours, only in Chinese. */
const LOOKS: Record<string, [look: Look, rules?: readonly string[] | 'theme']> = {
  light: [{}],
  dark: [{ dark: true }, 'theme'],
  'forced colours': [{ forcedColors: true }, 'theme'],
  '420 px': [{ width: 420 }, SIZES],
  '125 %': [{ zoom: 1.25 }, SIZES],
  '200 %': [{ zoom: 2 }, SIZES],
};

/** A browser's own remark on fields for a PIN; nothing is refused by it. */
const HINT = 'Password forms should have';

/** Brings the page into each state once for each language, and checks it there in every look. */
export function proveStates(partName: keyof typeof PARTS): void {
  const part: Part = PARTS[partName];
  const seen = { 'zh-CN': new Set<string>(), en: new Set<string>() };

  describe.skipIf(!hasChromium)(`every state of the ${partName}`, () => {
    let preview: PreviewTill;

    beforeAll(async () => {
      preview = await PreviewTill.start();
    });
    afterAll(() => preview?.stop());

    describe.each(LOCALES)('passes axe and our own checks in every look, in %s', (locale) => {
      const themeRules = locale === 'zh-CN' ? COLOURS : [];
      const states = part.states.filter((state) => locale === 'zh-CN' || !state.onlyInChinese);
      test.each(states)('$name', async ({ show, reach, next = {} }: State) => {
        const { page } = preview;
        await page.evaluate(`location.protocol === 'http:' && sessionStorage.clear()`);
        await preview.show({ ...show, query: `?locale=${locale}&${show?.query ?? ''}` });
        const problems: string[] = [];
        for (const [state, reachIt] of [['', reach] as const, ...Object.entries(next)]) {
          await preview.lookAt({});
          await reachIt(page, preview);
          for (const text of await textsOf(page)) seen[locale].add(text);
          for (const [name, [look, rules]] of Object.entries(LOOKS)) {
            await preview.lookAt(look);
            const found = await lookProblems(page, rules === 'theme' ? themeRules : rules);
            problems.push(...found.map((problem) => `${state} ${name}: ${problem}`));
          }
        }
        expect(problems).toEqual([]);
      });

      test('and no word is left that none of them shows', () => {
        expect(unseenWords(locale, part, Object.values(PARTS), seen[locale])).toEqual([]);
      });
    });

    test('and nothing was refused by the policy or written to the console', () => {
      expect(preview.complaints.filter((complaint) => !complaint.includes(HINT))).toEqual([]);
    });
  });
}
