import { expect, test } from 'vitest';
import { PowerDisk } from '../../testing/doubles/powerDisk.ts';
import { PresentJournal } from './presentJournal.ts';

const nothing = { after: 0, lastSequence: 0, count: 0 };

test('of a journal that is still to be opened nobody hears that there is no space ahead, or that it is gone', async () => {
  const disk = new PowerDisk();
  const journal = new PresentJournal(
    {
      disk,
      folder: '/data',
      ahead: 4_096,
      counters: () => nothing,
      onUnsound: () => {},
      isForeign: async () => false,
      onFilled: async () => {},
      freePlace: async (generation) => ({ generation, isOurs: false }),
    },
    { generation: 1, beginning: nothing, goesOn: null, unflushed: [] },
  );
  expect(journal.fillError).toBeNull();
  expect(await journal.isThere()).toBe(true);
  await journal.close();
  expect(disk.contents().size).toBe(0);
});
