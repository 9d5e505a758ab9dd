import { chmod, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { aQueueThatComesBack, save, stateOf, tillOfLostKey } from '../../testing/tills/lostKey.ts';

const NAME = 'aside-2026-11-24T04-00-00-000Z';
const LAST = 'aside-9999-12-31T23-59-59-999Z';
/** As long as a name can be. */
const LONG = `outbox-${'x'.repeat(248)}`;
const LINES = 'x {"turn":1,\n'.repeat(200_000);
/** More than a text has room for (bytes). Of nothing but holes it costs no room on the disk. */
const ENDLESS = 600 * 1024 * 1024;

/** Some disks keep names that are no text: what a list of them says of one, no file has. */
const noText = (folder: string, name: string) =>
  Buffer.concat([Buffer.from(join(folder, name)), Buffer.from([0xff])]);

const PLANTED: [string, (folder: string) => Promise<unknown>][] = [
  ...['outbox-', 'audit-', 'key.json.unreadable-'].map(
    (name): [string, (folder: string) => Promise<unknown>] => [
      `a file beside it that is called ${name} and something that is no text`,
      async (folder) => {
        await mkdir(join(folder, `${NAME}.moving`));
        // A disk that takes no such name has none.
        await writeFile(noText(folder, name), '').catch(() => undefined);
      },
    ],
  ),
  [
    'no right to put anything into it',
    async (folder) => {
      await mkdir(join(folder, `${NAME}.moving`));
      await chmod(join(folder, `${NAME}.moving`), 0o555);
    },
  ],
  [
    'a folder beside it that nobody may move',
    async (folder) => {
      await mkdir(join(folder, `${NAME}.moving`));
      await mkdir(join(folder, 'outbox-x'));
      await chmod(join(folder, 'outbox-x'), 0o555);
    },
  ],
  ...['outbox-000007.journal', 'audit-manager-000007.trail', 'computer.json'].map(
    (name): [string, (folder: string) => Promise<unknown>] => [
      `a folder beside it that is called ${name}`,
      async (folder) => {
        await mkdir(join(folder, `${NAME}.moving`));
        await mkdir(join(folder, name));
      },
    ],
  ),
  ...['outbox-000007.journal', 'audit-manager-000007.trail'].map(
    (name): [string, (folder: string) => Promise<unknown>] => [
      `a folder beside it that nobody may move, and that is called ${name}`,
      async (folder) => {
        await mkdir(join(folder, `${NAME}.moving`));
        await mkdir(join(folder, name));
        await chmod(join(folder, name), 0o555);
      },
    ],
  ),
  [
    'a link in it that has the name of a folder',
    async (folder) => {
      await mkdir(join(folder, `${NAME}.moving`));
      await mkdir(join(folder, 'outbox-x'));
      await symlink('nowhere', join(folder, `${NAME}.moving`, 'outbox-x'));
    },
  ],
  [
    'a folder in it that has the longest name of a file',
    async (folder) => {
      await mkdir(join(folder, `${NAME}.moving`, LONG), { recursive: true });
      await writeFile(join(folder, LONG), '');
    },
  ],
  ...['draft.json', 'words.json', 'outbox-000002.journal', 'audit-manager-000002.trail'].map(
    (name): [string, (folder: string) => Promise<unknown>] => [
      `a folder in it that is called ${name}`,
      (folder) => mkdir(join(folder, `${NAME}.moving`, name), { recursive: true }),
    ],
  ),
  [
    'a head of a trail in it with ever so many lines',
    async (folder) => {
      await mkdir(join(folder, `${NAME}.moving`));
      await writeFile(join(folder, `${NAME}.moving`, 'audit.head'), LINES);
    },
  ],
  ...['store.mark', 'audit.head'].map((name): [string, (folder: string) => Promise<unknown>] => [
    `a ${name} in it for which no text has room`,
    async (folder) => {
      const path = join(folder, `${NAME}.moving`, name);
      await mkdir(join(folder, `${NAME}.moving`));
      await writeFile(path, '');
      await truncate(path, ENDLESS);
    },
  ]),
  [
    'a time that no other name has',
    (folder) => mkdir(join(folder, 'aside-9999-12-31T24-00-00-000Z.moving')),
  ],
  [
    'the last time of all, where another has it',
    async (folder) => {
      await mkdir(join(folder, LAST));
      await mkdir(join(folder, `${LAST}.moving`));
    },
  ],
];

test.runIf(process.platform !== 'win32').each(PLANTED)(
  'a folder that seems to be set aside, with %s, ends no start, and takes no queue along unseen',
  async (what, plant) => {
    const { folder, till, start } = await tillOfLostKey();
    await save(till.till, 1);
    await till.stop();
    await plant(folder);
    const next = await start();
    // Dated ahead of every clock it waits for the manager.
    const isAhead = what.startsWith('the last time');
    expect(stateOf(next.till, 1) ?? next.codes()).toBe(isAhead ? 'late-import' : 'pending');
  },
);

test('a folder with the name of the draft in what was set aside keeps it from coming back no more than none', async () => {
  const { aside, start } = await aQueueThatComesBack();
  await mkdir(join(aside, 'draft.json'));
  const next = await start();
  expect([stateOf(next.till, 1), next.codes()]).toEqual(['pending', ['queue.taken-in']]);
});
