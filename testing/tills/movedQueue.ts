import { openChecked } from '../../main/move/importFrom.ts';
import { packMovable } from '../../main/move/movable.ts';
import { sealQueue } from '../../main/outbox/movedFile.ts';
import type { Outbox } from '../../main/outbox/openOutbox.ts';
import { takeOverQueue } from '../../main/outbox/takeOverQueue.ts';

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
