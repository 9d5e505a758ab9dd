import type { SectionName } from '../../app/manager/sectionNames.ts';
import type { Page } from '../Page.ts';
import { shown, typePin } from './steps.ts';

/** Opens the manager's page by its PIN, at a section. */
export async function openManager(page: Page, section: SectionName): Promise<void> {
  await page.click('manager');
  await shown(page, 'pin');
  await typePin(page, '246810');
  await shown(page, 'manager-page');
  await page.click(`manager-${section}`);
}
