import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOCALES } from '../../../app/settings/provision.ts';
import { CHROMIUM } from '../Chromium.ts';
import { lookProblems } from '../checks.ts';
import { type Look, PreviewTill } from '../PreviewTill.ts';
import { PARTS } from './parts.ts';
import type { Part, State } from './State.ts';
import { textsOf, unseenWords } from './wordsOf.ts';

const hasChromium = spawnSync(CHROMIUM, ['--version']).status === 0;

/** What of axe depends on colours and sizes; the rest is the same in every look. */
const SEEN = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size'];

/** With the rules of axe that are asked there; undefined: all. */
const LOOKS: Record<string, [look: Look, rules?: readonly string[]]> = {
  light: [{}],
  dark: [{ dark: true }],
  'forced colours': [{ forcedColors: true }, SEEN],
  '420 px': [{ width: 420 }, SEEN],
  '125 %': [{ zoom: 1.25 }, SEEN],
  '200 %': [{ zoom: 2 }, SEEN],
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
      const states = part.states.filter((state) => locale === 'zh-CN' || !state.onlyInChinese);
      test.each(states)('$name', async ({ show, reach }: State) => {
        const { page } = preview;
        await page.evaluate(`location.protocol === 'http:' && sessionStorage.clear()`);
        await preview.show({ ...show, query: `?locale=${locale}&${show?.query ?? ''}` });
        await reach(page, preview);
        for (const text of await textsOf(page)) seen[locale].add(text);
        const problems: string[] = [];
        for (const [name, [look, rules]] of Object.entries(LOOKS)) {
          await preview.lookAt(look);
          const found = await lookProblems(page, rules);
          problems.push(...found.map((problem) => `${name}: ${problem}`));
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
