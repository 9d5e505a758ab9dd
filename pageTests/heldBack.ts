import { expect } from 'vitest';
import type { Page } from './Page.ts';
import { openSettings } from './states/steps.ts';

/** What has the focus, by its test id. */
export const FOCUSED = 'document.activeElement?.dataset.testid ?? null';

/** `ask`: what asks for the form from outside. A dialog keeps the focus, and a locked screen shows nothing of the form. */
export async function expectHeldBack(page: Page, ask: string): Promise<void> {
  const focused = () => page.evaluate<string | null>(FOCUSED);
  await openSettings(page);
  await page.focus('settings-brandId');
  await page.evaluate(ask);
  expect(await focused()).toBe('settings-brandId');
  await page.press('Escape');
  await page.until(`!document.querySelector('[data-testid=settings-screen]')`);
  await page.press('F9');
  await page.until(`document.querySelector('[data-testid=lock-screen]')`);
  await page.evaluate(ask);
  expect(await focused()).not.toBe('phone');
  expect(await page.evaluate(`document.querySelector('[data-testid=lock-screen]') !== null`)).toBe(
    true,
  );
}
