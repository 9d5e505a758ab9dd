import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readArgument } from '../../app/ipc/readArgument.ts';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { parseProvision, parseStoredProvision } from '../../app/settings/provision.ts';
import {
  CONSENT,
  freshFolder,
  OPERATOR,
  PROVISION,
  startTill,
} from '../../testing/tills/openedTill.ts';

const MEMBER = { mobile: '18634710295', name: '慕容半行' };
const registration = {
  requestId: '1'.padStart(32, '0'),
  operatorId: OPERATOR,
  member: MEMBER,
  correctionOf: null,
  consent: CONSENT,
};

test('what a page says of who asked the customer is no place for a person’s data in the clear', async () => {
  const folder = await freshFolder();
  const { calls, stop } = await startTill(folder);
  const operatorId = `${MEMBER.mobile} ${MEMBER.name}`;
  expect(
    await calls.registerMember({ ...registration, consent: { ...CONSENT, operatorId } }),
  ).toEqual({ ok: false, error: { code: 'consent.outdated' } });
  expect(await calls.registerMember(registration)).toMatchObject({ ok: true });
  await stop();
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(texts.filter((text) => text.includes(MEMBER.mobile))).toEqual([]);
});

test('a file names no operator with a control character, and one that is stored can register a member', () => {
  const id = 'A\u0007';
  const text = JSON.stringify({ ...PROVISION, operators: [{ id, name: 'One' }] });
  expect(parseProvision(text)).toEqual({
    ok: false,
    problems: ['operators.0.id: has a control character'],
  });
  expect(parseStoredProvision(text).ok).toBe(true);
  const request = {
    ...registration,
    operatorId: id,
    member: { ...EMPTY_MEMBER, ...MEMBER },
    consent: { ...CONSENT, operatorId: id },
  };
  expect(readArgument('registerMember', [request], '2026-01-01').ok).toBe(true);
});
