import { resolve } from 'node:path';
import { administratorOrderSchema } from '../tills/orders.ts';
import { readOrder } from '../tills/problems.ts';
import { isKeyOf, makeKeyPair } from '../tills/tillKey.ts';
import { inColumns } from './columns.ts';
import type { Command } from './command.ts';
import { dayOf } from './day.ts';
import { administratorKeyText } from './keyFile.ts';
import { WHERE_HELP, WHERE_OPTIONS, withAdministration } from './openAdministration.ts';
import { withNewFile } from './provisioning.ts';

export const adminAdd: Command = {
  help: `npm run relay -- admin add --name NAME [OPTIONS]

Makes a key for an administrator, by which a relay takes orders over the network (--relay, --key). The first one is made
at the state itself, by whoever has its address and the master key.

  --name NAME      whose it is
  --out FILE       the new file with key and secret (0600); default: KEY.json here. A file that is there is not replaced
${WHERE_HELP}`,
  options: { name: { takes: 'one', isNeeded: true }, out: { takes: 'one' }, ...WHERE_OPTIONS },

  async check(given) {
    const name = given.one('name');
    if (!name) return [];
    const read = readOrder(administratorOrderSchema, { ...makeKeyPair('admin'), name });
    return read.ok ? [] : read.says.split('\n').map((line) => line.replace(/^name:/, '--name'));
  },

  async run(given, world) {
    const pair = makeKeyPair('admin');
    const path = resolve(world.folder, given.one('out') ?? `${pair.appKey}.json`);
    const order = { ...pair, name: given.one('name') ?? '' };
    const done = await withAdministration(given, world, ({ administration }) =>
      withNewFile(path, administratorKeyText(pair), () => administration.addAdministrator(order)),
    );
    if (!done.ok) return { ok: false, problem: done };
    return {
      ok: true,
      json: { administrator: done.value, file: path },
      lines: [`Made the administrator ${pair.appKey}.`, `Key and secret: ${path}`],
    };
  },
};

export const adminList: Command = {
  help: `npm run relay -- admin list [OPTIONS]

Every administrator's key, and since when it is valid or revoked. No secret.

${WHERE_HELP}`,
  options: WHERE_OPTIONS,

  async run(given, world) {
    const done = await withAdministration(given, world, ({ administration }) =>
      administration.listAdministrators(),
    );
    if (!done.ok) return { ok: false, problem: done };
    const rows = done.value.map(({ appKey, name, createdAt, revokedAt }) => [
      appKey,
      name,
      revokedAt === null ? `valid since ${dayOf(createdAt)}` : `revoked ${dayOf(revokedAt)}`,
    ]);
    const lines = rows.length === 0 ? ['There is none.'] : inColumns([HEAD, ...rows]);
    return { ok: true, json: { administrators: done.value }, lines };
  },
};

const HEAD = ['KEY', 'NAME', 'STATE'];

export const adminRevoke: Command = {
  help: `npm run relay -- admin revoke KEY [OPTIONS]

Takes an administrator's key away, for good. The last one that is valid stays.

${WHERE_HELP}`,
  operand: 'KEY',
  options: WHERE_OPTIONS,

  async check({ operand }) {
    if (operand === '' || isKeyOf('admin', operand)) return [];
    return ["KEY is no administrator's key: admin list shows them"];
  },

  async run(given, world) {
    const appKey = given.operand;
    const done = await withAdministration(given, world, ({ administration }) =>
      administration.revokeAdministrator({ appKey }),
    );
    if (!done.ok) return { ok: false, problem: done };
    const at = dayOf(done.value.revokedAt ?? world.now());
    return {
      ok: true,
      json: { administrator: done.value },
      lines: [`${appKey} is revoked since ${at}.`],
    };
  },
};
