import { findBrokenWords } from './inPage/brokenWords.ts';
import { findCovered } from './inPage/covered.ts';
import { findCutOff } from './inPage/cutOff.ts';
import { findLeadingSigns } from './inPage/leadingSigns.ts';
import { findSpilled } from './inPage/spilled.ts';
import { findSmallTargets } from './inPage/targets.ts';
import { findSmallType } from './inPage/typeSizes.ts';
import type { Page } from './Page.ts';
import { AXE_PATH } from './servePreview.ts';

/** As a file of the page's own it is compiled once, and may run under its policy. */
const LOAD_AXE = `new Promise((loaded) => {
  const script = document.createElement('script');
  script.src = '${AXE_PATH}';
  script.onload = () => { script.remove(); loaded(0); };
  document.head.append(script);
})`;

/** Which rules of axe: these alone, or all without these. */
export type AxeRules = { only: readonly string[] } | { without: readonly string[] };

export const ALL_RULES: AxeRules = { without: [] };

/**
 * What axe finds on what is shown now, as `rule: html of the places`. All its rules of WCAG 2.2 A
 * and AA and its best practices; the target size of 2.2 is off in axe unless asked for.
 * axe takes an empty list for all rules, and so it is not asked at all.
 */
export async function axeProblems(page: Page, rules: AxeRules = ALL_RULES): Promise<string[]> {
  if ('only' in rules && rules.only.length === 0) return [];
  if (await page.evaluate<boolean>(`typeof axe === 'undefined'`)) await page.evaluate(LOAD_AXE);
  const only = 'only' in rules ? `runOnly: ${JSON.stringify(rules.only)},` : '';
  const without = 'only' in rules ? [] : rules.without;
  const asked = {
    'target-size': { enabled: true },
    ...Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
  };
  // Places by their HTML alone, and those of violations alone: making a selector of each takes axe's longest time.
  const told = `resultTypes: ['violations'], selectors: false,`;
  return page.evaluate(`axe.run({ ${only} ${told} rules: ${JSON.stringify(asked)} })
    .then(({ violations }) => violations.map((violation) =>
      violation.id + ': ' + violation.nodes.map((node) => node.html).join(' ')))`);
}

/** Controls that a finger would miss: smaller than 48 × 48 px, or nearer than 8 px to another one. */
export function targetProblems(page: Page): Promise<string[]> {
  return page.evaluate(`(${findSmallTargets.toString()})(48, 8)`);
}

/**
 * Words that are too small at arm's length: 18 px is the base, and the least for what is pressed or filled
 * in. What went wrong is told in 16 px at least; hints and the names of keys have 15.
 */
export function typeProblems(page: Page): Promise<string[]> {
  return page.evaluate(`(${findSmallType.toString()})({ used: 18, told: 16, read: 15 })`);
}

/**
 * Words and controls that are cut off, run over each other, or stand outside the window's width or their card; titles
 * that break in the middle of a phrase; Chinese lines that begin with the sign that ends what stands before.
 */
export async function cutOffProblems(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const find of [findCutOff, findCovered, findSpilled, findBrokenWords, findLeadingSigns])
    found.push(...(await page.evaluate<string[]>(`(${find.toString()})()`)));
  return found;
}

/** All of the checks above on what is shown now; an empty list is a good page. `rules`: of axe. */
export async function lookProblems(page: Page, rules?: AxeRules): Promise<string[]> {
  const found = [
    await axeProblems(page, rules),
    await targetProblems(page),
    await typeProblems(page),
    await cutOffProblems(page),
  ];
  return found.flat();
}

/** The test ids in the order that Tab visits them, from the element that has the focus until it comes round. */
export async function tabOrder(page: Page): Promise<string[]> {
  const order: string[] = [];
  const name = `(() => { const e = document.activeElement; return e === document.body ? null
    : e.dataset.testid ?? e.id ?? e.tagName; })()`;
  const first = await page.evaluate<string | null>(name);
  for (let now = first; ; ) {
    if (now !== null) order.push(now);
    await page.press('Tab');
    now = await page.evaluate<string | null>(name);
    if (now === first || order.length > 200) return order;
  }
}
