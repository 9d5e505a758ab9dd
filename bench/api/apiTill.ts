import { mkdir, mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noticeVersion } from '../../app/consent/notice.ts';
import { platformApp } from '../../app/gateway/platformApp.ts';
import type { Provision } from '../../app/settings/provision.ts';
import { tokenPath } from '../../main/api/apiToken.ts';
import { startApi } from '../../main/api/startApi.ts';
import { createRegisterHandler } from '../../main/ipc/registerMember.ts';
import { openTill, type Till } from '../../main/till.ts';
import { plainWrapper } from '../../main/vault/keyWrappers.ts';

const OPERATOR = '2392313';

const PROVISION: Provision = {
  gateway: { url: 'https://gw.example.com/rest', appKey: '1', appSecret: 'not-real' },
  brandId: '244323',
  shopId: '239923231',
  operators: [{ id: OPERATOR, name: 'One' }],
};

const CONSENT = {
  brandId: PROVISION.brandId,
  noticeVersion: noticeVersion(null),
  marketing: false,
};

/** What a caller sends beside the member. */
export const BODY = { operatorId: OPERATOR, consent: { agreed: true, ...CONSENT } };

/** People come no faster than this; how fast the till could be is another question. */
const NO_RATE = { take: async () => null, giveBack: () => undefined };

/** A whole till on the disk that is to be measured, which sends nothing, and whose API answers. */
export async function openApiTill(parent: string) {
  const folder = join(await mkdtemp(join(parent, 'till-')), 'data');
  await mkdir(folder);
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  const opened = await openTill({
    folder,
    keyWrapper: plainWrapper,
    post: () => Promise.reject(new Error('nothing is sent here')),
    log,
    offer: { provision: PROVISION, isTrusted: true },
    isSending: false,
    onChanged: quiet,
  });
  const till: Till = Object.assign(Object.create(opened) as Till, {
    lookups: NO_RATE,
    registrations: NO_RATE,
  });
  const registerMember = createRegisterHandler(till, Date.now);
  const server = await startApi(
    {
      ...{ till, folder, log, handlers: { registerMember } },
      version: '0',
      isLocked: () => false,
      fillForm: async () => 'no-answer',
      limits: { atOnce: 1e9, perSecond: 1e9, strangersAtOnce: 50, strangersPerSecond: 10 },
    },
    0,
  );
  const { platform, env } = process;
  const path = tokenPath({ platform, env, folder, port: server.port }) ?? '';
  const token = await readFile(path, 'utf8');
  const origin = { brandId: PROVISION.brandId, shopId: PROVISION.shopId, operatorId: OPERATOR };
  const app = platformApp(PROVISION.gateway);
  const consent = {
    at: 1,
    noticeVersion: CONSENT.noticeVersion,
    marketing: false,
    operatorId: OPERATOR,
  };
  /** One save by the outbox alone. */
  const enqueue = async (number: number) => {
    const member = { mobile: `1${3_000_000_000 + number}`, name: '刘德华' };
    const requestId = number.toString(16).padStart(32, '0');
    const intention = { requestId, origin, member, app, correctionOf: null, consent };
    const result = await till.outbox.intake.enqueue(intention);
    if (!result.ok) throw new Error(result.failure);
  };
  /** One save as the window makes it. */
  const register = async (number: number) => {
    const reply = await registerMember({
      requestId: number.toString(16).padStart(32, '0'),
      operatorId: OPERATOR,
      member: { mobile: `1${3_000_000_000 + number}` },
      correctionOf: null,
      consent: { ...consent, brandId: PROVISION.brandId },
    });
    if (!reply.ok) throw new Error(reply.error.code);
  };
  const close = async () => {
    await server.close(1_000);
    await opened.stop(0);
  };
  return { port: server.port, token, enqueue, register, close };
}
