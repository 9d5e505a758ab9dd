import { writeSync } from 'node:fs';
import type { BulkDeed } from '../../app/outbox/bulk.ts';
import { openTill } from '../../main/till.ts';
import { keyStore } from '../../testing/doubles/keyStore.ts';

/**
 * Run in a process of its own, to be killed: opens a till, and does with everything that is held for a cause what it is
 * told (`deed`: JSON), by this operator. It says when it begins, and stays until it is killed.
 */
const [folder = '', deed = '', operatorId = ''] = process.argv.slice(2);

const quiet = () => undefined;
const till = await openTill({
  folder,
  keyWrapper: keyStore,
  post: () => Promise.reject(new Error('nothing is sent here')),
  log: { info: quiet, warn: quiet, error: quiet },
  offer: null,
  isSending: false,
  onChanged: quiet,
});
const preview = await till.bulk.preview(JSON.parse(deed) as BulkDeed, operatorId);
// A plain write to a pipe: what is in it survives our end.
writeSync(1, `begin ${preview?.may}\n`);
await till.bulk.run(preview?.token ?? '', operatorId);
setInterval(quiet, 1_000);
