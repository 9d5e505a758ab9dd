import { writeSync } from 'node:fs';
import type { BulkDeed } from '../../app/outbox/bulk.ts';
import { openTill } from '../../main/till.ts';
import { keyStore } from '../../testing/doubles/keyStore.ts';

/**
 * Run in a process of its own, to be killed: opens a till, and does with everything that is held for a cause what it is
 * told (`deed`: JSON), by this operator. It says how many it has tried so far, and stays until it is killed.
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
const say = () => {
  const { tried = 0 } = till.bulk.list().runs[0] ?? {};
  // A plain write to a pipe: what is in it survives our end.
  writeSync(1, `${tried}\n`);
};
setInterval(say, 1);
await till.bulk.run(preview?.token ?? '', operatorId);
