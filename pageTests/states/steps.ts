import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';

/** The steps at the page that many states begin with. */

export const PIN = '246810';

/** Presses of Escape: more than any Chromium lets a page refuse. */
export const ESCAPES = 6;

export const FIRST_START = {
  query: 'provisioned=no',
  until: `document.querySelector('[data-testid=wizard]')`,
};

/** Waits until the element is there. */
export function shown(page: Page, testId: string, more = ''): Promise<void> {
  return page.until(`document.querySelector('[data-testid="${testId}"]${more}')`);
}

/** Waits until the element says something. */
export function said(page: Page, testId: string): Promise<void> {
  return page.until(`document.querySelector('[data-testid="${testId}"]')?.textContent`);
}

/** Does something and waits until the element says something else for it. */
export async function saidAnew(page: Page, testId: string, act: () => Promise<void>) {
  const words = `document.querySelector('[data-testid="${testId}"]')?.textContent`;
  const before = await page.evaluate<string | null>(`${words} ?? null`);
  await act();
  await page.until(`${words} && ${words} !== ${JSON.stringify(before)}`);
}

/** Writes into a field, in place of what stood in it. */
export async function fill(page: Page, testId: string, text: string): Promise<void> {
  const field = `document.querySelector('[data-testid="${testId}"]')`;
  await page.evaluate(`${field}.focus(), ${field}.select()`);
  await page.insert(text);
}

/** As from the clipboard: no keyboard and no input method gives half of a character. */
export function paste(page: Page, testId: string, text: string): Promise<void> {
  return page.evaluate(`(() => {
    const field = document.querySelector('[data-testid="${testId}"]');
    field.focus();
    field.setRangeText(${JSON.stringify(text)});
    field.dispatchEvent(new Event('input', { bubbles: true }));
  })()`);
}

export async function register(
  preview: PreviewTill,
  mobile: string,
  name: string,
  becomes?: 'saved' | 'accepted' | 'held',
): Promise<void> {
  const { page } = preview;
  await page.type(mobile);
  await page.press('Enter');
  await page.insert(name);
  await preview.save();
  await preview.confirmed(becomes);
}

/** Opens the records, and asks for the first save, to correct it. */
export async function askToCorrect(page: Page): Promise<void> {
  await page.press('F8');
  await shown(page, 'row-S-0001');
  await page.click('row-S-0001');
  await shown(page, 'correct');
  await page.click('correct');
}

/** The same, until it stands in the form. */
export async function correctFirst(page: Page): Promise<void> {
  await askToCorrect(page);
  await shown(page, 'correcting');
}

/** The manager is asked for the PIN of the settings. */
export async function askForPin(page: Page): Promise<void> {
  await page.click('settings');
  await page.until(`document.activeElement.dataset.testid === 'pin'`);
}

export async function typePin(page: Page, pin = PIN): Promise<void> {
  await page.until(`document.activeElement.dataset.testid === 'pin'`);
  await page.type(pin);
  await page.press('Enter');
}

export async function openSettings(page: Page): Promise<void> {
  await askForPin(page);
  await typePin(page);
  await shown(page, 'settings-screen');
}

/** The first step of the first start. */
export async function giveGateway(page: Page): Promise<void> {
  await fill(page, 'settings-gateway-url', 'https://gw.api.taobao.com/router/rest');
  await fill(page, 'settings-gateway-appKey', '23456789');
  await fill(page, 'settings-gateway-appSecret', 'secret');
  await page.press('Enter');
  await shown(page, 'settings-brandId');
}

/** The second one. */
export async function giveShop(page: Page): Promise<void> {
  await fill(page, 'settings-brandId', '244323');
  await fill(page, 'settings-shopId', 'SH-0042');
  await fill(page, 'settings-operators-0-id', '2392313');
  await fill(page, 'settings-operators-0-name', '小林');
  await page.press('Enter');
  await shown(page, 'settings-pin-first');
}

/** The third one: what follows is the connection test. */
export async function givePin(page: Page): Promise<void> {
  await fill(page, 'settings-pin-first', PIN);
  await fill(page, 'settings-pin-again', PIN);
  await page.press('Enter');
}

/** All three of them. */
export async function giveEverything(page: Page): Promise<void> {
  await giveGateway(page);
  await giveShop(page);
  await givePin(page);
}
