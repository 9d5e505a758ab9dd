import { randomBytes } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { realDisk } from '../../main/disk/realDisk.ts';
import { readStore } from '../../main/journal/readStore.ts';
import { checkOf } from '../../main/vault/dataKey.ts';
import { factsText } from '../../main/vault/factsKey.ts';
import { KEY_FILE, keyFileBytes } from '../../main/vault/keyFile.ts';
import { readRecoveryKey, wrapForRecovery } from '../../main/vault/recoveryKey.ts';
import { Vault } from '../../main/vault/vault.ts';
import { freshFolder } from '../../testing/tills/openedTill.ts';
import { rewriteLines } from '../../testing/tills/rewriteLines.ts';
import {
  copyOf,
  HOUR,
  idOf,
  importAt,
  PAIR,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

const OTHERS = '13999999999';
const ASIDE = 'aside-2020-01-01T00-00-00-000Z';

/** Somebody with the till's account, who knows no key of the till: a key of his own, and the public half of the chain's. */
const own = randomBytes(32);

function ownKeyFile(): Buffer {
  const publicKey = readRecoveryKey(PAIR.publicKey);
  if (publicKey === null) throw new Error('no key');
  const entry = {
    protection: 'os' as const,
    wrapped: randomBytes(32).toString('base64'),
    check: checkOf(own),
    hashing: null,
    recovery: [wrapForRecovery(own, publicKey)],
    rotation: 0,
    opens: 'all' as const,
    bond: null,
  };
  return keyFileBytes([entry]);
}

/** Of 1 and 2, which wait, number 1 gets another body, under his key; `put`: what he does with key files. */
async function attacked(put: (folder: string, aside: string) => Promise<void>): Promise<string> {
  const folder = await freshFolder();
  const { till, stop } = await startRecoverable(folder);
  for (const number of [1, 2]) await save(till, number);
  await stop();
  await put(folder, join(folder, ASIDE));
  const read = await readStore(realDisk, folder, 0);
  const victim = read.ok ? read.content.saves.get(idOf(1)) : undefined;
  if (victim === undefined) throw new Error('not there');
  const origin = { brandId: 'brand', shopId: 'shop', operatorId: '3' };
  const body = freezeBody(idOf(1), origin, { mobile: OTHERS });
  const place = `${idOf(1)}|${victim.sequence}|${factsText(victim)}`;
  const sealed = new Vault(own).seal(body, place);
  await rewriteLines(folder, (payload) =>
    payload.includes(idOf(1)) ? `${payload.split('\t')[0]}\t${sealed}` : payload,
  );
  return folder;
}

async function plant(_: string, aside: string): Promise<void> {
  await mkdir(aside);
  await writeFile(join(aside, KEY_FILE), ownKeyFile());
}

async function mobilesIn(file: string) {
  const { till } = await importAt(file, START + HOUR);
  const bodies = [...till.outbox.saves.values()].map((one) => till.outbox.contents.openBody(one));
  return bodies.map((body) => /"mobile":"(\d+)"/.exec(body ?? '')?.[1]);
}

test('a line that opens with a key that somebody has put beside the queue stays, is told, and the others go', async () => {
  const { said, out } = await runTool(await copyOf(await attacked(plant)));
  expect(said).toContain('Stays: S-0001 (opens with the key of another folder).');
  expect(await mobilesIn(out)).toEqual(['13800130002']);
});

test('so does one that no key there opens, and the till itself opens neither', async () => {
  const { said, out } = await runTool(await copyOf(await attacked(async () => undefined)));
  expect(said).toContain('Stays: S-0001 (does not open).');
  expect(await mobilesIn(out)).toEqual(['13800130002']);
  const { till, stop } = await startRecoverable(await attacked(plant));
  const one = till.outbox.saves.find(idOf(1));
  expect(one && till.outbox.contents.openBody(one)).toBe(null);
  await stop();
});

test('a queue whose key lies in a folder that was set aside, and another one in its place, is not mixed: each of its lines is told', async () => {
  const folder = await attacked(async (home, aside) => {
    await mkdir(aside);
    await rename(join(home, KEY_FILE), join(aside, KEY_FILE));
    await writeFile(join(home, KEY_FILE), ownKeyFile());
  });
  const { result, said } = await runTool(await copyOf(folder));
  expect(result).toMatchObject({ ok: true, staying: 1 });
  expect(said).toContain('Stays: S-0002 (opens with the key of another folder).');
});

test('a queue without a key’s file is opened by no other folder’s key', async () => {
  const folder = await attacked(async (home, aside) => {
    await plant(home, aside);
    await rename(join(home, KEY_FILE), join(home, 'taken-away'));
  });
  const { result, said } = await runTool(await copyOf(folder));
  expect(result).toMatchObject({ ok: true, saves: 0, staying: 2 });
  expect(said).toContain('It has no key of its own: nothing of it opens.');
});
