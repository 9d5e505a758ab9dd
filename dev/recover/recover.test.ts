import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import { DataKeys } from '../../main/vault/dataKeys.ts';
import { wrappersOf } from '../../main/vault/keyWrappers.ts';
import { freshFolder, keyStore } from '../../testing/tills/openedTill.ts';
import { rewriteLines } from '../../testing/tills/rewriteLines.ts';
import {
  APP,
  answer,
  bytesOf,
  copyOf,
  HOUR,
  idOf,
  importAt,
  markSending,
  openOf,
  PAIR,
  runTool,
  START,
  save,
  startRecoverable,
} from './testing/deadTill.ts';

describe('what a dead PC has not sent', () => {
  test('goes to another till with the same ids and bytes, in order, with its reasons and the gateway’s words', async () => {
    const folder = await freshFolder();
    const { till } = await startRecoverable(folder);
    for (const number of [1, 2, 3, 4, 5]) await save(till, number);
    await answer(till, 2, 'accepted');
    await answer(till, 4, 'rejected');
    const bodies = till.outbox.saves.unfinished().map((one) => till.outbox.contents.openBody(one));
    const dead = await copyOf(folder);
    const { result, out } = await runTool(dead);
    expect(result).toEqual({ ok: true, file: out, saves: 4, staying: 0 });
    const other = await importAt(out, START + HOUR);
    expect(other.taken).toMatchObject({ ok: true, taken: 4, late: 0 });
    expect(openOf(other.till)).toEqual([
      [1, 'pending'],
      [3, 'pending'],
      [4, 'rejected'],
      [5, 'pending'],
    ]);
    const there = other.till.outbox.saves.unfinished();
    expect(there.map((one) => other.till.outbox.contents.openBody(one))).toEqual(bodies);
    const held = other.till.outbox.saves.find(idOf(4));
    expect(held && other.till.outbox.contents.openWords(held)).toEqual({
      text: 'said',
      traceId: 't',
    });
  });

  test('stays where it is when somebody has rewritten whose it is, and the others go', async () => {
    const folder = await freshFolder();
    const { till } = await startRecoverable(folder);
    for (const number of [1, 2, 3]) await save(till, number);
    const [, second] = till.outbox.saves.unfinished();
    const dead = await copyOf(folder);
    await rewriteLines(dead, (payload) =>
      payload.replace(JSON.stringify(second?.identityKeys), '["anybody"]'),
    );
    const { result, out } = await runTool(dead);
    expect(result).toMatchObject({ ok: true, saves: 2, staying: 1 });
    const other = await importAt(out, START + HOUR);
    expect(openOf(other.till).map(([number]) => number)).toEqual([1, 3]);
  });

  test('is in doubt since it was sent where its call was under way', async () => {
    const folder = await freshFolder();
    const { till, clock } = await startRecoverable(folder);
    for (const number of [1, 2]) await save(till, number);
    clock.jump(HOUR);
    await markSending(till, 1);
    clock.jump(HOUR);
    await save(till, 3);
    const dead = await copyOf(folder);
    const { out } = await runTool(dead, { now: START + 3 * HOUR });
    const other = await importAt(out, START + 3 * HOUR);
    expect(openOf(other.till).map(([, state]) => state)).toEqual(['pending', 'pending', 'pending']);
    expect(other.till.outbox.saves.find(idOf(1))?.firstUnknownAt).toBe(START + HOUR);
    expect(other.till.outbox.saves.find(idOf(2))?.firstUnknownAt).toBe(START + 2 * HOUR);
  });

  test('opens with every key that it was sealed with, while a rotation was under way', async () => {
    const folder = await freshFolder();
    const first = await startRecoverable(folder);
    await save(first.till, 1);
    await first.stop();
    const read = await DataKeys.read(folder, wrappersOf(keyStore));
    await read?.keys.rotate(1, PAIR.publicKey);
    const second = await startRecoverable(folder);
    await save(second.till, 2);
    const dead = await copyOf(folder);
    const file = JSON.parse(await readFile(join(dead, 'key.json'), 'utf8'));
    expect(file.keys).toHaveLength(2);
    const { result, out } = await runTool(dead);
    expect(result).toMatchObject({ ok: true, saves: 2, staying: 0 });
    expect(openOf((await importAt(out, START + HOUR)).till).map(([number]) => number)).toEqual([
      1, 2,
    ]);
    // A former key that nobody who had both has put beside the current one opens nothing here either.
    file.keys[1].bond = null;
    const planted = await copyOf(folder);
    await writeFile(join(planted, 'key.json'), JSON.stringify(file));
    expect((await runTool(planted)).result).toMatchObject({ ok: true, saves: 1, staying: 1 });
  });

  test('is read without a byte of the folder being changed, but for the record', async () => {
    const folder = await freshFolder();
    await save((await startRecoverable(folder)).till, 1);
    const dead = await copyOf(folder);
    const before = await bytesOf(dead);
    await runTool(dead);
    const after = await bytesOf(dead);
    expect(after.delete(join(dead, 'recovered.json'))).toBe(true);
    expect(after).toEqual(before);
  });

  test('is told by counts, codes and slips alone', async () => {
    const folder = await freshFolder();
    const { till } = await startRecoverable(folder);
    await save(till, 1, { mobile: '13800138001' });
    const { said } = await runTool(await copyOf(folder));
    expect(said).toContain('1 waiting or held, of 1');
    expect(said).not.toMatch(/138|brand|gw\.example/);
  });
});

describe('a damaged folder', () => {
  async function threeSaves() {
    const folder = await freshFolder();
    const { till } = await startRecoverable(folder);
    for (const number of [1, 2, 3]) await save(till, number);
    const dead = await copyOf(folder);
    return { dead, journal: join(dead, 'outbox-000001.journal') };
  }

  test('gives what can be read of a torn journal, and says what is torn', async () => {
    const { dead, journal } = await threeSaves();
    const bytes = await readFile(journal);
    await truncate(journal, bytes.lastIndexOf('\n', bytes.lastIndexOf(idOf(3))) + 40);
    const { result, said } = await runTool(dead);
    expect(result).toMatchObject({ ok: true, saves: 2 });
    expect(said).toContain('store.torn-tail');
  });

  test('gives what stands behind a line that is damaged, and says that one is lost', async () => {
    const { dead, journal } = await threeSaves();
    const bytes = await readFile(journal);
    bytes.write('x', bytes.indexOf(idOf(2)) + 3);
    await writeFile(journal, bytes);
    const { result, said } = await runTool(dead);
    expect(result).toMatchObject({ ok: true, saves: 2 });
    expect(said).toContain('store.lines-lost');
  });

  test('keeps what does not open, and names its slip and nothing more', async () => {
    const { dead } = await threeSaves();
    const path = join(dead, 'key.json');
    const file = JSON.parse(await readFile(path, 'utf8'));
    const stranger = await freshFolder();
    await (await startRecoverable(stranger)).stop();
    const { keys } = JSON.parse(await readFile(join(stranger, 'key.json'), 'utf8'));
    await writeFile(path, JSON.stringify({ ...file, keys }));
    const { result, said } = await runTool(dead);
    expect(result).toEqual({ ok: true, file: null, saves: 0, staying: 3 });
    expect(said).toContain('Stays: S-0002 (does not open).');
  });

  test('keeps what no form has made: one such save, and no till would take the file', async () => {
    const { dead } = await threeSaves();
    const { till, stop } = await startRecoverable(dead, { offer: null });
    const consent = { at: START, noticeVersion: '1', operatorId: '3', marketing: false };
    const origin = { brandId: 'brand', shopId: 'shop', operatorId: '3' };
    const member = { mobile: '13800138000' };
    const history = { createdAt: START, state: 'pending' as const, attempts: 0, undecided: 0 };
    const unsaid = { firstUnknownAt: null, heldReason: null, lastOutcome: null };
    const arrival = { history: { ...history, ...unsaid }, words: null, exportedAt: START };
    const bodies = [
      freezeBody(idOf(8), origin, member).replace('{', '{"channel":"1",'),
      freezeBody(idOf(9), origin, member),
    ];
    for (const [at, body] of bodies.entries()) {
      const intention = { requestId: idOf(4 + at), origin, member, app: APP };
      await till.outbox.intake.takeOver({ ...intention, correctionOf: null, consent }, body, {
        ...arrival,
        ...{ madeAt: START, before: 9, isPassed: () => false },
        ...{ madeAtHome: () => 0, bringsHome: () => false },
      });
    }
    await stop();
    const { out, said } = await runTool(dead);
    expect(said).toContain('Stays: S-0004 (body).');
    expect(said).toContain('Stays: S-0005 (id).');
    expect((await importAt(out, START + HOUR)).taken).toMatchObject({ ok: true, taken: 3 });
  });

  test.skipIf(process.platform === 'win32')(
    'is read past a pipe, which nobody would ever end, and says so',
    async () => {
      const { dead } = await threeSaves();
      execFileSync('sh', ['-c', 'mkfifo "$0"', join(dead, 'outbox-000009.journal')]);
      const { result, said } = await runTool(dead);
      expect(result).toMatchObject({ ok: true, saves: 3 });
      expect(said).toContain('store.set-aside: outbox-000009.journal');
    },
  );

  test('is read past a file of the store that is none', async () => {
    const { dead } = await threeSaves();
    await mkdir(join(dead, 'outbox-000009.snapshot'));
    await appendFile(join(dead, 'outbox-000008.other'), 'x');
    expect((await runTool(dead)).result).toMatchObject({ ok: true, saves: 3 });
  });
});
