import type { SectionName } from '../app/manager/sectionNames.ts';
import type { TestTill } from './testTill.ts';

/** Opens the manager's page by its PIN, at a section. */
export async function openManager(till: TestTill, pin: string, section: SectionName) {
  await till.field('manager').click();
  await till.field('pin').waitForDisplayed();
  await till.field('pin').setValue(pin);
  await till.field('pin-send').click();
  await till.field('manager-page').waitForExist();
  await till.field(`manager-${section}`).click();
}

/** What the page says of the file that was saved. */
export async function savedWords(till: TestTill): Promise<string> {
  const said = () => till.field('manager-saved').getText();
  await till.client.waitUntil(async () => /\.\w+$/.test(await said()), { timeout: 30_000 });
  return said();
}
