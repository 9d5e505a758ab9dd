import { openChecked } from '../move/importFrom.ts';
import { packMovable } from '../move/movable.ts';
import { sealQueue } from '../outbox/movedFile.ts';
import { takeOverQueue } from '../outbox/movingHouse.ts';
import type { Outbox } from '../outbox/openOutbox.ts';

/** What a till would write into a file, without a disk. */
export async function exportQueue(outbox: Outbox, passphrase: string) {
  const { queue, ...rest } = packMovable(outbox);
  return { text: await sealQueue(queue, passphrase), ...rest };
}

/** What a till makes of such a file. */
export async function importQueue(outbox: Outbox, text: string, passphrase: string) {
  const opened = await openChecked(text, passphrase, outbox);
  return opened.ok ? takeOverQueue(outbox, opened.queue) : { ok: false, code: opened.code };
}
