import { join } from 'node:path';
import { realDisk } from '../../main/disk/realDisk.ts';
import { JournalAdapter } from '../../main/journal/journalAdapter.ts';
import { LowdbOutboxStore } from '../../main/outbox/lowdbOutboxStore.ts';
import { openOutbox } from '../../main/outbox/openOutbox.ts';
import { Vault } from '../../main/vault/vault.ts';
import { type Contender, requestId } from './contender.ts';

const origin = { brandId: '244323', shopId: '239923231', operatorId: '2392313' };
const APP = 'https://gw.api.taobao.com 23456789';
const benchVault = new Vault(Buffer.alloc(32, 1));
const WEEK = 7 * 86_400_000;

/** The outbox as the app opens it: encryption, identity hashes, journal and all. */
export async function openOnDisk(folder: string, vault = benchVault) {
  const adapter = new JournalAdapter({
    disk: realDisk,
    folder,
    watermarkPath: join(folder, 'watermark'),
    now: Date.now,
  });
  const store = new LowdbOutboxStore(adapter);
  const outbox = await openOutbox({ store, vault, now: Date.now, retention: WEEK });
  return { adapter, store, outbox };
}

/** Whatever has an open outbox. */
type Opened = Pick<Awaited<ReturnType<typeof openOnDisk>>, 'outbox'>;

/** A member of about the size that a form gives; every one is another person. `app`: for which it is made. */
export function intention(number: number, app = APP) {
  const mobile = `1${3_000_000_000 + number}`;
  const member = {
    mobile,
    name: '刘德华',
    gender: 0,
    birthday: '1990-01-01',
    remark: '老顾客，喜欢新品',
  } as const;
  return {
    requestId: requestId(number),
    origin,
    member,
    app,
    correctionOf: null,
    consent: null,
  };
}

export async function enqueue(opened: Opened, number: number, app = APP): Promise<void> {
  const result = await opened.outbox.intake.enqueue(intention(number, app));
  if (!result.ok) throw new Error(result.failure);
}

/** Fills an outbox, many saves in a flush. */
export async function fill(opened: Opened, from: number, count: number, app = APP): Promise<void> {
  for (let start = from; start < from + count; start += 1_000) {
    const end = Math.min(start + 1_000, from + count);
    const numbers = Array.from({ length: end - start }, (_, index) => start + index);
    await Promise.all(numbers.map((number) => enqueue(opened, number, app)));
  }
}

export const tillside: Contender = {
  name: 'Tillside (sealed; flushed in place where that takes < 2 ms)',
  isDurable: true,
  open: async (folder, backlog) => {
    const opened = await openOnDisk(folder);
    await fill(opened, 1, backlog);
    const { outbox, store } = opened;
    return {
      enqueue: (number) => enqueue(opened, number),
      update: async (number) => {
        const save = outbox.saves.find(requestId(number));
        if (!save || (await outbox.delivery.mark(save, Date.now())) === null)
          throw new Error('not updated');
      },
      remove: async (number) => {
        const result = await store.erase([requestId(number)]);
        if (!result.ok) throw new Error(result.detail);
      },
      close: () => outbox.close(),
    };
  },
};
