import { createCipheriv, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { anOutbox, aQueue, NOW, register } from '../../testing/tills/hostileQueue.ts';
import { checked } from '../move/importFrom.ts';
import { openQueue } from './movedFile.ts';
import { readQueue } from './movedQueue.ts';
import { packQueue } from './packQueue.ts';
import { deriveKey, newDerivation } from './passphraseKey.ts';

const WORDS = 'correct horse';

/** A file of the present format with any text sealed in it, by somebody who knows how. */
async function sealText(text: string): Promise<string> {
  const key = newDerivation();
  const nonce = randomBytes(12);
  const head = ['tillside-queue', NOW] as const;
  const cipher = createCipheriv('aes-256-gcm', await deriveKey(WORDS, key), nonce);
  const { name, N, r, p, salt } = key;
  const bound = [4, ...head, name, N, r, p, salt, nonce.toString('base64')];
  cipher.setAAD(Buffer.from(JSON.stringify(bound)));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const [kind, exportedAt] = head;
  const file = { format: 4, kind, exportedAt, key, nonce: nonce.toString('base64') };
  const tag = cipher.getAuthTag().toString('base64');
  return JSON.stringify({ ...file, tag, sealed: sealed.toString('base64') });
}

/** A list that counts how often somebody looks at it. */
function counted(items: unknown[]) {
  const count = { looks: 0 };
  const list = new Proxy(items, {
    get: (target, key) => {
      count.looks += 1;
      return Reflect.get(target, key);
    },
  });
  return { list, count };
}

test('of a list without saves nobody looks beyond the first, however long it is', async () => {
  const { list, count } = counted(Array(50_000).fill(0));
  expect(await readQueue({ exportedAt: NOW, saves: list })).toBeNull();
  expect(count.looks).toBeLessThan(20);
});

test('at a list that is longer than any file nobody looks at all', async () => {
  const { saves } = await aQueue();
  const { list, count } = counted(Array(200_001).fill(saves[0]));
  expect(await readQueue({ exportedAt: NOW, saves: list })).toBeNull();
  expect(count.looks).toBeLessThan(20);
});

test.each([
  ['a text', JSON.stringify('{"saves":[]}')],
  ['a list', '[]'],
  ['something further', '{"saves":[],"more":0}'],
  ['nothing', 'null'],
  ['no JSON', '{'],
])(
  'what is sealed in a file and is %s comes to nothing, character by character neither',
  async (_, text) => {
    const opened = await openQueue(await sealText(text), WORDS);
    expect(opened).toEqual({ content: undefined });
    expect(await checked(undefined, await anOutbox(2))).toMatchObject({ code: 'move.bad-save' });
  },
);

test('the window comes in behind each save that is read, and behind each that is checked', async () => {
  const from = await anOutbox(1);
  for (const number of [1, 2, 3]) await register(from, `${number}`.padStart(32, '0'));
  let breaths = 0;
  const breath = async () => {
    breaths += 1;
  };
  const opened = await checked(packQueue(from).queue, await anOutbox(2), breath);
  expect(opened.ok && opened.queue.saves).toHaveLength(3);
  expect(breaths).toBe(6);
});
