import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Provision } from '../../app/settings/provision.ts';
import { freshFolder, PROVISION, startTill } from './openedTill.ts';
import { registration } from './registration.ts';

/** The small files that say where the till sends to and who may change it. */
const NAMES = ['settings.json', 'pin.json'] as const;

/** Where the till sends to after its address was changed. */
export const NEW_GATEWAY = { ...PROVISION.gateway, url: 'https://new.example.com/rest' };

/** What somebody types into the first settings of a till: those of after the change. */
export const TYPED_SETTINGS = {
  gateway: { ...NEW_GATEWAY, session: '', signMethod: 'md5' as const },
  brandId: 'brand',
  shopId: 'shop',
  operators: PROVISION.operators,
  locale: 'en' as const,
};

/**
 * A till whose address became another one; it is closed. `change`: what comes with the new address; `putBack`: its small
 * files of before (default: all).
 */
export async function movedTill(
  provision: Provision = PROVISION,
  change: Provision = { ...provision, gateway: NEW_GATEWAY },
) {
  const folder = await freshFolder();
  const trusted = (offered: Provision) => ({ offer: { provision: offered, isTrusted: true } });
  await (await startTill(folder, trusted(provision))).stop();
  for (const name of NAMES) await copyFile(join(folder, name), `${folder}-${name}`);
  await (await startTill(folder, trusted(change))).stop();
  const putBack = async (...which: string[]) => {
    for (const name of which.length === 0 ? NAMES : which)
      await copyFile(`${folder}-${name}`, join(folder, name));
  };
  return { folder, putBack };
}

/**
 * A start that registers somebody and sends what it may. `sent`: where to, once somebody has pressed "send now" as well;
 * `sentByItself`: the same where nobody presses anything, to be polled; a minute passes in all, and no tidying.
 */
export async function startAndSend(folder: string, more: object = {}) {
  const sentTo: string[] = [];
  const till = await startTill(folder, {
    offer: null,
    isSending: true,
    post: async ({ url }) => {
      sentTo.push(url);
      throw new Error('nobody answers');
    },
    ...more,
  });
  const registered = await till.calls.registerMember(registration('a'.repeat(32), '13812346520'));
  if (!registered.ok) throw new Error(registered.error.code);
  const pass = async () => {
    await till.clock.pass(1_500);
    await pause(5);
  };
  const sentSoFar = () => [...new Set(sentTo)];
  const sent = async () => {
    await till.calls.sendNow(null);
    for (let turn = 0; turn < 40 && sentTo.length === 0; turn += 1) await pass();
    return sentSoFar();
  };
  let turnsLeft = 40;
  const sentByItself = async () => {
    if (turnsLeft > 0 && sentTo.length === 0) await pass();
    turnsLeft -= 1;
    return sentSoFar();
  };
  return { ...till, sent, sentByItself };
}
