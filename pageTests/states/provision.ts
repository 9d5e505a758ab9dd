import type { ProvisionQuestion } from '../../app/settings/provisionChanges.ts';
import type { Page } from '../Page.ts';
import type { PreviewTill } from '../PreviewTill.ts';
import { inTurn, type State } from './State.ts';
import { said, shown, typePin } from './steps.ts';

export const CHANGES: ProvisionQuestion['changes'] = [
  { part: 'brand', from: '21003', to: '21004' },
  {
    part: 'address',
    from: 'https://gw.api.taobao.com/router/rest',
    to: 'https://members.chain-of-shops.example.com/router/rest',
  },
  { part: 'app-key', from: '12345678', to: '23456789' },
  { part: 'secret', from: '', to: '' },
  { part: 'formerly', from: '', to: 'https://gw.api.taobao.com 12345678' },
  { part: 'queue-per', from: 'user', to: 'pc' },
  { part: 'recovery-key', from: 'zo060cy2M-x7cMF4FKXHbs0CloUFDTRHRboFhw5YfVk', to: '' },
  { part: 'updates', from: '', to: 'https://updates.chain-of-shops.example.com/tillside' },
  { part: 'reports', from: '', to: 'https://collector.chain-of-shops.example.com/v1/metrics' },
  { part: 'pin', from: '', to: '' },
];

export function ask(preview: PreviewTill, question: ProvisionQuestion): Promise<void> {
  return preview.till(`memoryTill.settings.ask(${JSON.stringify(question)})`);
}

/** What a settings file wants to change. */
export const PROVISION_STATES: readonly State[] = [
  inTurn('a settings file that takes the PIN', {
    'all that it may change': async (page: Page, preview: PreviewTill) => {
      await ask(preview, { id: 1, changes: CHANGES, leavesBehind: true, needs: 'pin' });
      await shown(page, 'provision-changes');
    },
    'a wrong PIN': async (page) => {
      await page.click('pin');
      await typePin(page, '1111');
      await said(page, 'pin-error');
    },
  }),
  {
    name: 'a settings file that takes an administrator',
    reach: async (page, preview) => {
      const changes = CHANGES.slice(0, 2);
      await ask(preview, { id: 2, changes, leavesBehind: true, needs: 'administrator' });
      await shown(page, 'provision-refused');
    },
  },
];
