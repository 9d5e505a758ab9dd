import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Consent } from '../../app/consent/consent.ts';
import { freezeBody } from '../../app/outbox/freezeBody.ts';
import {
  freshFolder,
  keyStore,
  OPERATOR,
  PIN,
  PROVISION,
  startTill,
} from '../../testing/tills/openedTill.ts';
import { setAsideTogether } from '../vault/asideFolders.ts';
import type { KeyWrapper } from '../vault/dataKey.ts';

const AT = Date.UTC(2026, 10, 24, 5);
const ID = '9'.repeat(32);
const CONSENT: Consent = { at: AT, noticeVersion: '1', operatorId: OPERATOR, marketing: false };
const ORIGIN = { brandId: 'brand', shopId: 'shop', operatorId: OPERATOR };
const MEMBER = { mobile: '13800138009' };
const BODY = freezeBody(ID, ORIGIN, MEMBER);

/** The key as it is, as where there is no key store. */
const open: KeyWrapper = {
  protection: 'none',
  wrap: (key) => Buffer.from(key),
  unwrap: (wrapped) => Buffer.from(wrapped),
};

interface Planted {
  body?: string;
  consent?: Consent | null;
  requestId?: string;
  brandId?: string;
  url?: string;
  keyWrapper?: KeyWrapper;
}

/** A folder with one save in it, which somebody has sealed with a key of his own and put into the folder of a till. */
async function planted(more: Planted) {
  const { body = BODY, consent = CONSENT, requestId = ID, keyWrapper = keyStore } = more;
  const other = await freshFolder();
  const gateway = { ...PROVISION.gateway, url: more.url ?? PROVISION.gateway.url };
  const their = await startTill(other, {
    keyWrapper,
    offer: { provision: { ...PROVISION, gateway }, isTrusted: false },
  });
  const intention = {
    requestId,
    origin: { ...ORIGIN, brandId: more.brandId ?? 'brand' },
    member: MEMBER,
    app: 'https://gw.example.com 1',
    correctionOf: null,
    consent,
  };
  const history = {
    createdAt: AT,
    state: 'pending' as const,
    attempts: 0,
    undecided: 0,
    firstUnknownAt: null,
    heldReason: null,
    lastOutcome: null,
  };
  const arrival = {
    history,
    words: null,
    exportedAt: AT,
    madeAt: AT,
    before: 1,
    madeAtHome: () => 0,
    bringsHome: () => false,
    isPassed: () => false,
  };
  const stored = await their.till.outbox.intake.takeOver(intention, body, arrival);
  expect(stored.ok).toBe(true);
  await their.stop();
  await setAsideTogether(other, AT);
  const [name = ''] = (await readdir(other)).filter((one) => one.startsWith('aside-'));
  const folder = await freshFolder();
  await (await startTill(folder)).stop();
  await rename(join(other, name), join(folder, name));
  return { folder, name };
}

/** What the till would sign of it. */
async function bodyThere(folder: string, requestId = ID) {
  const { till, codes } = await startTill(folder);
  const save = till.outbox.saves.find(requestId);
  return {
    isThere: save !== undefined,
    body: save === undefined ? null : till.outbox.contents.openBody(save),
    codes: codes(),
  };
}

const changed = (fields: object) => JSON.stringify({ ...JSON.parse(BODY), ...fields });

describe('a folder that somebody has put beside a till', () => {
  test('is told from one of its own by nothing, where a form could have made what is in it', async () => {
    const { folder } = await planted({});
    expect(await bodyThere(folder)).toMatchObject({ body: BODY });
  });

  test.each<[string, Planted]>([
    ['another channel', { body: changed({ channel: '1' }) }],
    ['a field that nobody can type', { body: changed({ member_level: '9' }) }],
    ['a mobile that is none', { body: changed({ mobile: '110' }) }],
    ['another id than beside it', { body: changed({ request_id: '8'.repeat(32) }) }],
    ['another brand than beside it', { brandId: 'another' }],
    ['another operator than beside it', { body: changed({ operator_id: '7' }) }],
    ['no consent', { consent: null }],
    ['a consent that is none', { consent: { ...CONSENT, noticeVersion: '' } }],
  ])('gets nothing signed that no form has made: %s', async (_, more) => {
    const { folder } = await planted(more);
    const { isThere, body, codes } = await bodyThere(folder);
    expect([isThere, body, codes]).toEqual([true, null, ['queue.taken-in']]);
  });

  test('brings no settings where the till’s own are gone: it says not where saves go', async () => {
    const { folder } = await planted({ url: 'https://another.example.com/rest' });
    await rm(join(folder, 'settings.json'));
    const { settings } = (await startTill(folder, { offer: null })).till;
    expect([settings.provision, settings.isLost]).toEqual([null, true]);
  });

  test('is not taken in with a key that lies open in it, where the till’s own does not', async () => {
    const { folder, name } = await planted({ keyWrapper: open });
    const { till, codes } = await startTill(folder, { formerWrappers: [open] });
    expect(till.outbox.saves.find(ID)).toBeUndefined();
    expect(codes()).toEqual(['store.key-unreadable']);
    expect(await readdir(folder)).toContain(name);
  });
});

test.skipIf(process.platform === 'win32')(
  'a pipe in a folder that was set aside keeps no till from starting, nor does one that takes the place of the head later',
  async () => {
    const folder = await freshFolder();
    await (await startTill(folder)).stop();
    const aside = join(folder, 'aside-2026-11-24T00-00-00-000Z');
    await mkdir(aside);
    const pipe = (path: string) => execFileSync('sh', ['-c', 'mkfifo "$0"', path]);
    pipe(join(aside, 'outbox-000001.journal'));
    pipe(join(aside, 'audit-manager-000001.trail'));
    const { till: next, codes, stop } = await startTill(folder, { offer: null });
    expect(codes()).toEqual([]);
    await rm(`${folder}.audit`);
    pipe(`${folder}.audit`);
    expect(await next.settings.managerPin.verify(PIN)).toBe('ok');
    await stop();
  },
);
