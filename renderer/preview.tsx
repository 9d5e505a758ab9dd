import { createMemoryBridge, type MemoryBridge } from './bridge/memoryBridge.ts';
import { mount } from './mount.tsx';

declare global {
  interface Window {
    /** The switches of the till in memory, for a hand at the console and for the page's tests. */
    memoryTill: MemoryBridge;
  }
}

const query = new URLSearchParams(location.search);

const till = createMemoryBridge({
  provisioned: query.get('provisioned') !== 'no',
  brandId: '21003',
  shopId: 'SH-0042',
  operators: [
    { id: '2392313', name: 'Operator A' },
    { id: '2392314', name: 'Operator B' },
    { id: '2392315', name: 'Operator C' },
  ],
  locale: query.get('locale') === 'en' ? 'en' : 'zh-CN',
  isSoundOn: true,
  appVersion: '0.0.0-preview',
});
window.memoryTill = till;
mount(till.bridge);
