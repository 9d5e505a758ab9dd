import { resolve } from 'node:path';
import { rotationText } from '../tills/provisionText.ts';
import { isKeyOf, makeSecret } from '../tills/tillKey.ts';
import type { Command } from './command.ts';
import type { Given } from './commandLine.ts';
import { dayOf } from './day.ts';
import { WHERE_HELP, WHERE_OPTIONS, withAdministration } from './openAdministration.ts';
import { readTemplate, relayUrlOf, URL_MISSING, withNewFile } from './provisioning.ts';
import { NO_TILL_KEY } from './tillOperand.ts';
import type { CommandWorld } from './world.ts';

const DAY = 24 * 60 * 60 * 1_000;

/** Long enough for a till to be started once, or for somebody to come by. */
const DEFAULT_DAYS = 14;

export const tillsRotate: Command = {
  help: `npm run relay -- tills rotate KEY [OPTIONS]

Gives a till a new secret, which is valid at once. The one of before stays valid for some days, so that nothing is
refused until the till has taken the new one over; with --days 0 it is refused at once (it was stolen): then the till
pauses, and loses nothing, until it has the new one.

The file that comes out has the relay's address, the key and the new secret. Put it into the machine's own place
(C:\\ProgramData\\Tillside\\policy\\provision.json, /etc/tillside/provision.json), where only an administrator writes: the
next start takes it over, and asks nobody for a PIN. It replaces the file that is there: give --template what that one
says beside the account.

  --days N         how long the secret of before is valid; default: ${DEFAULT_DAYS}, at most 90
  --drop WHICH     where two are valid already, the one that is given up: newest (that file never reached the till), or
                   oldest (the till has the newest one)
  --template FILE  what the machine's file says beside the account
  --url URL        the relay's address as tills call it; default: that of --relay, or RELAY_PUBLIC_URL
  --out FILE       the new file (0600); default: KEY.rotation.json here. A file that is there is not replaced
${WHERE_HELP}`,
  operand: 'KEY',
  options: {
    days: { takes: 'one' },
    drop: { takes: 'one' },
    template: { takes: 'one' },
    url: { takes: 'one' },
    out: { takes: 'one' },
    ...WHERE_OPTIONS,
  },

  async check(given, world) {
    const prepared = await prepare(given, world, makeSecret());
    return prepared.ok ? [] : prepared.mistakes;
  },

  async run(given, world) {
    const appSecret = makeSecret();
    const prepared = await prepare(given, world, appSecret);
    if (!prepared.ok) return prepared;
    const { text, days, drop } = prepared;
    const appKey = given.operand;
    // At once is at once, whatever the clock says here: by another one a stolen secret would be good for hours.
    const until = days === 0 ? 0 : world.now() + days * DAY;
    const path = resolve(world.folder, given.one('out') ?? `${appKey}.rotation.json`);
    const done = await withAdministration(given, world, ({ administration }) =>
      withNewFile(path, text, () => administration.rotate({ appKey, appSecret, until, drop })),
    );
    if (!done.ok) return { ok: false, problem: done };
    const former =
      days === 0
        ? 'The secret of before is refused from now on.'
        : `The secret of before is valid until ${dayOf(until)}.`;
    return {
      ok: true,
      json: { till: done.value, file: path },
      lines: [`${appKey} has a new secret. ${former}`, `For the machine's own place: ${path}`],
    };
  },
};

async function prepare(given: Given, world: CommandWorld, appSecret: string) {
  const mistakes: string[] = [];
  const appKey = given.operand;
  if (appKey !== '' && !isKeyOf('till', appKey)) mistakes.push(NO_TILL_KEY);
  const days = given.one('days') ?? String(DEFAULT_DAYS);
  if (days !== '' && !/^(?:[0-9]|[1-8][0-9]|90)$/.test(days))
    mistakes.push('--days must be a whole number from 0 to 90');
  const drop = given.one('drop') ?? null;
  const isWhich = drop === null || drop === 'newest' || drop === 'oldest';
  if (!isWhich && drop !== '') mistakes.push('--drop must be newest or oldest');
  const relayUrl = relayUrlOf(given, world);
  if (!relayUrl) mistakes.push(URL_MISSING);
  const template = await readTemplate(given, world);
  if (!template.ok) mistakes.push(...template.problems.map((one) => `--template: ${one}`));
  if (template.ok && relayUrl) {
    const text = rotationText(template.value, relayUrl, { appKey: appKey || '-', appSecret });
    if (!text.ok)
      mistakes.push(
        ...text.problems.map((line) =>
          line.startsWith('gateway.url: ')
            ? line.replace('gateway.url: ', '--url ')
            : `--template: ${line}`,
        ),
      );
    else if (mistakes.length === 0 && isWhich)
      return { ok: true, text: text.value, days: Number(days), drop } as const;
  }
  return { ok: false, mistakes } as const;
}
