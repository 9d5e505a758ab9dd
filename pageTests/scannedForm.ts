import type { Page } from './Page.ts';

/** The form that nobody has put anything into. */
export const EMPTY = {
  phone: '',
  name: '',
  birthday: '',
  'outer-type': '',
  'outer-id': '',
  remark: '',
};

/** What stands in the fields that a scan could fill. */
export function formOf(page: Page): Promise<Record<string, string>> {
  return page.evaluate(`Object.fromEntries(${JSON.stringify(Object.keys(EMPTY))}.map((id) =>
    [id, document.querySelector('[data-testid=' + id + ']').value]))`);
}

/** Waits until it is said beside the form what a scan has done. */
export function told(page: Page, kind: string): Promise<void> {
  return page.until(`document.querySelector('[data-testid=scan-feedback][data-kind=${kind}]')`);
}
