import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dripping, UpdateServer } from '../../testing/doubles/updateServer.ts';
import { OLD_PROGRAM, UpdatedTill } from '../../testing/tills/updatedTill.ts';

const NEWER = { outcome: 'newer', version: '0.2.0' };
const going = () => new AbortController().signal;

let shop: UpdatedTill;
let server: UpdateServer;

beforeEach(async () => {
  shop = await UpdatedTill.make(1);
  server = await UpdateServer.open();
});

afterEach(async () => {
  await server.close();
  await shop.remove();
});

test('what the server has replaced under the same number is none that it offers any more: what it tells now is fetched, and nothing else installed', async () => {
  const engine = shop.engine({ url: server.url });
  server.publish('0.2.0', Buffer.from('#!/bin/sh\n# the bad build\n'));
  expect(await engine.fetch(going())).toEqual(NEWER);
  expect(engine.isReplaced).toBe(false);
  const good = '#!/bin/sh\n# the good build\n';
  server.publish('0.2.0', Buffer.from(good));
  expect(await engine.check()).toEqual(NEWER);
  expect(engine.isReplaced).toBe(true);
  expect(await engine.verify()).toBe('update.tampered');
  expect(await readFile(shop.program, 'utf8')).toBe(OLD_PROGRAM);
  expect(await engine.fetch(going())).toEqual(NEWER);
  expect(engine.isReplaced).toBe(false);
  expect(await engine.verify()).toBe(null);
  await engine.install(null);
  expect(await readFile(shop.program, 'utf8')).toBe(good);
});

test('a server that drips what it says of a version is hung up on, and what it says to the next question counts alone', async () => {
  const engine = shop.engine({ url: server.url }, { patience: 5_000, answerWithin: 200 });
  server.answers.set('/latest.yml', dripping);
  expect(await engine.check()).toEqual({ outcome: 'update.unreachable', version: null });
  // Nor does it hold up whoever is about to fetch.
  expect(await engine.fetch(going())).toEqual({ outcome: 'update.unreachable', version: null });
  server.publish('0.2.0', Buffer.from('#!/bin/sh\n'));
  expect(await engine.check()).toEqual(NEWER);
});
