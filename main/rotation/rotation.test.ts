import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import {
  freshFolder,
  keyStore,
  OPERATOR,
  PIN,
  PROVISION,
  startTill,
} from '../../testing/tills/openedTill.ts';
import { realDisk } from '../disk/realDisk.ts';
import { readStore } from '../journal/readStore.ts';
import type { Till } from '../till.ts';
import { makeRecoveryPair } from '../vault/recoveryKey.ts';
import { openBody } from '../vault/sealedBody.ts';
import { Vault } from '../vault/vault.ts';

const idOf = (number: number) => number.toString(16).padStart(32, '0');

const save = async ({ outbox }: Till, number: number) => {
  const result = await outbox.intake.enqueue({
    requestId: idOf(number),
    origin: { brandId: 'brand', shopId: 'shop', operatorId: '3' },
    member: { mobile: `1380013${String(8000 + number)}` },
    app: 'https://gw.example.com 1',
    correctionOf: null,
    consent: null,
  });
  if (!result.ok) throw new Error(result.failure);
};
const outcome = { code: '7', subCode: '', text: 'said', traceId: 't', class: 'rejected' } as const;
const context = { now: 0, random: () => 0, isOwnFault: false, isEverybodys: false };
const mark = async ({ outbox }: Till, number: number) => {
  const pending = outbox.saves.find(idOf(number));
  const sending = pending && (await outbox.delivery.mark(pending, 0));
  if (!sending) throw new Error('not marked');
  return sending;
};

const SAVES = 8;

/** A till that was set up, with saves of which one was refused with words, and a draft. */
async function aTill() {
  const folder = await freshFolder();
  const till = await startTill(folder);
  for (let number = 1; number <= SAVES; number += 1) await save(till.till, number);
  await till.till.outbox.delivery.settle(await mark(till.till, 2), outcome, context);
  return { folder, ...till, first: await keysIn(folder) };
}

const keysIn = async (folder: string) => {
  const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
  return keys.map(({ wrapped }: { wrapped: string }) =>
    keyStore.unwrap(Buffer.from(wrapped, 'base64')),
  ) as Buffer[];
};

/** Every body and the words open, the person is known, the settings are there, and the trail is whole. */
function areAllThere({ outbox, settings, warnings }: Till, saves = SAVES): void {
  for (let number = 1; number <= saves; number += 1) {
    const found = outbox.saves.find(idOf(number));
    expect(found && outbox.contents.openBody(found), `save ${number}`).toContain(
      String(8000 + number),
    );
  }
  const refused = outbox.saves.find(idOf(2));
  expect(refused && outbox.contents.openWords(refused)).toEqual({ text: 'said', traceId: 't' });
  expect(outbox.contents.findMember('brand', { mobile: '13800138001' })?.requestId).toBe(idOf(1));
  expect(settings.provision?.brandId).toBe('brand');
  expect(settings.managerPin.isSet).toBe(true);
  expect(warnings.filter(({ code }) => code !== 'provision.taken-over')).toEqual([]);
}

/** How many bodies on the disk a key opens by itself. */
async function opensOnDisk(folder: string, key: Buffer): Promise<number> {
  const read = await readStore(realDisk, folder, 0);
  if (!read.ok) throw new Error('unreadable');
  const vault = new Vault(key);
  return [...read.content.saves.values()].filter((one) => openBody(vault, one) !== null).length;
}

describe('a new data key', () => {
  test('opens everything alone afterwards, and the old one nothing: it is erased', async () => {
    const { folder, till, stop, first } = await aTill();
    expect(await till.rotation.begin()).toBeNull();
    await save(till, SAVES + 1);
    await till.rotation.goOn();
    areAllThere(till, SAVES + 1);
    const now = await keysIn(folder);
    expect(now).toHaveLength(1);
    expect(now[0]).not.toEqual(first[0]);
    expect(await opensOnDisk(folder, first[0] ?? Buffer.alloc(0))).toBe(0);
    expect(await opensOnDisk(folder, now[0] ?? Buffer.alloc(0))).toBe(SAVES + 1);
    expect((await readdir(folder)).filter((name) => name.endsWith('.journal'))).toHaveLength(1);
    await stop();
    const next = await startTill(folder, { offer: null });
    areAllThere(next.till, SAVES + 1);
    const replaced = (await next.lines()).filter(({ action }) => action === 'key.replaced');
    expect(replaced.map(({ reason }) => reason)).toEqual(['manager']);
    expect(await next.till.settings.managerPin.verify(PIN)).toBe('ok');
  });

  test('comes a second and a third time, and hashes and MACs stay what they were', async () => {
    const { folder, till, stop } = await aTill();
    for (let times = 0; times < 3; times += 1) {
      await till.rotation.begin();
      await till.rotation.goOn();
    }
    await stop();
    const next = await startTill(folder, { offer: null });
    areAllThere(next.till);
    expect(await keysIn(folder)).toHaveLength(1);
  });

  test('is there for a save that is being sent meanwhile: its answer is settled under the new one', async () => {
    const { folder, till, stop } = await aTill();
    const sending = await mark(till, 3);
    await till.rotation.begin();
    await till.rotation.goOn();
    await till.outbox.delivery.settle(sending, outcome, context);
    await stop();
    const next = await startTill(folder, { offer: null });
    areAllThere(next.till);
    expect(next.till.outbox.saves.find(idOf(3))).toMatchObject({
      state: 'held',
      heldReason: 'rejected',
    });
  });

  test('waits with the old one for a draft under it, and for evidence of damage', async () => {
    const { folder, till } = await aTill();
    const member = { ...EMPTY_MEMBER, mobile: '138' };
    const draft = { operatorId: OPERATOR, member, consent: null, correctionOf: null };
    await till.drafts.keep({ ...draft, requestId: 'd'.repeat(32), chosen: null, isLocked: false });
    const evidence = join(folder, 'outbox-000001.journal.unreadable-x');
    await writeFile(evidence, '');
    await till.rotation.begin();
    await till.rotation.goOn();
    expect(await keysIn(folder)).toHaveLength(2);
    await rm(evidence);
    await till.rotation.goOn();
    expect(await keysIn(folder)).toHaveLength(2);
    expect((await till.drafts.read())?.draft.member.mobile).toBe('138');
    await till.drafts.drop();
    await till.rotation.goOn();
    expect(await keysIn(folder)).toHaveLength(1);
  });

  test('seals the settings anew also where nothing else of before lies there: no PIN, and no file of it', async () => {
    const folder = await freshFolder();
    const { managerPin: _, ...provision } = PROVISION;
    const { till, stop } = await startTill(folder, { offer: { provision, isTrusted: false } });
    await rm(join(folder, 'pin.json'));
    await till.provisioning.offer({ provision: { ...provision, rotateKey: 1 }, isTrusted: false });
    await till.rotation.goOn();
    expect(await keysIn(folder)).toHaveLength(1);
    await stop();
    const next = await startTill(folder, { offer: null });
    expect(next.till.settings.provision?.brandId).toBe('brand');
  });

  test('is wrapped for the chain as the old one was', async () => {
    const pair = makeRecoveryPair();
    const folder = await freshFolder();
    const provision = { ...PROVISION, recoveryKey: pair.publicKey };
    const { till } = await startTill(folder, { offer: { provision, isTrusted: false } });
    await till.rotation.begin();
    await till.rotation.goOn();
    const { keys } = JSON.parse(await readFile(join(folder, 'key.json'), 'utf8'));
    expect(keys).toMatchObject([{ recovery: [{ for: pair.id }] }]);
  });

  test('is made once for a number that is another one in the provisioning, and never for 0', async () => {
    const { folder, stop, first } = await aTill();
    await stop();
    const seen = [first];
    for (const rotateKey of [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 0, 4]) {
      const offer = { provision: { ...PROVISION, rotateKey }, isTrusted: false };
      const { till, stop: end } = await startTill(folder, { offer });
      await till.rotation.goOn();
      areAllThere(till);
      await end();
      seen.push(await keysIn(folder));
    }
    const [before, greatest, again, zero, four] = seen;
    expect(greatest).not.toEqual(before);
    expect([again, zero]).toEqual([greatest, greatest]);
    expect(four).not.toEqual(greatest);
  });

  test('is made once an hour however many numbers come, so that nobody floods the trail by it', async () => {
    const { till, clock, lines } = await aTill();
    const { managerPin: _, ...provision } = PROVISION;
    const hand = async (rotateKey: number) => {
      await till.provisioning.offer({ provision: { ...provision, rotateKey }, isTrusted: false });
      await till.rotation.goOn();
      return (await lines()).filter(({ action }) => action === 'key.replaced').length;
    };
    expect([await hand(1), await hand(2), await hand(3)]).toEqual([1, 1, 1]);
    await clock.pass(60 * 60_000);
    await till.rotation.goOn();
    expect(await hand(4)).toBe(2);
  });
});

describe('a crash while a key is replaced', () => {
  /** The folder as it was before each write of it, with what lies beside. */
  async function cuts(folder: string, act: () => Promise<void>): Promise<string[]> {
    const copies: string[] = [];
    const { open, rename, remove } = realDisk;
    // Key and settings come onto the disk by another way, also while it is being copied: that would be no moment of it.
    const looks = async () => {
      const names = (await readdir(folder)).sort();
      const stats = names.map((name) => stat(join(folder, name)).catch(() => null));
      return (await Promise.all(stats)).map((one, index) => [names[index], one?.ino, one?.mtimeMs]);
    };
    const copy = async () => {
      const to = `${folder}-cut-${copies.length}`;
      copies.push(to);
      for (let before: unknown; !isDeepStrictEqual(before, await looks()); ) {
        before = await looks();
        await rm(to, { recursive: true, force: true });
        await cp(folder, to, { recursive: true }).catch(() => undefined);
      }
      for (const beside of ['mark', 'audit'])
        await cp(`${folder}.${beside}`, `${to}.${beside}`).catch(() => undefined);
    };
    // One after the other: nothing may change on the disk while it is being copied.
    let turn: Promise<unknown> = Promise.resolve();
    const behindCopy = <Result>(change: () => Promise<Result>): Promise<Result> => {
      const result = turn.then(copy).then(change);
      turn = result.catch(() => undefined);
      return result;
    };
    realDisk.open = (path, mode) =>
      behindCopy(async () => {
        const file = await open(path, mode);
        const { writeDurably } = file;
        file.writeDurably = (...write) => behindCopy(() => writeDurably(...write));
        return file;
      });
    realDisk.rename = (from, to) => behindCopy(() => rename(from, to));
    realDisk.remove = (path) => behindCopy(() => remove(path));
    try {
      await act();
    } finally {
      Object.assign(realDisk, { open, rename, remove });
    }
    await copy();
    return copies;
  }

  test('at any write leaves every save open, and the next start goes on with it', async () => {
    const { folder, till, stop } = await aTill();
    const copies = await cuts(folder, async () => {
      await till.rotation.begin();
      await till.rotation.goOn();
    });
    await stop();
    expect(copies.length).toBeGreaterThan(5);
    for (const copy of copies) {
      const next = await startTill(copy, { offer: null });
      areAllThere(next.till);
      await next.till.rotation.goOn();
      expect(await keysIn(copy)).toHaveLength(1);
      areAllThere(next.till);
      await next.stop();
      const last = await startTill(copy, { offer: null });
      areAllThere(last.till);
      await last.stop();
    }
  }, 120_000);
});
