import type { TillView } from '../tills/administration.ts';
import { inColumns } from './columns.ts';
import type { Command } from './command.ts';
import { dayOf } from './day.ts';
import { WHERE_HELP, WHERE_OPTIONS, withAdministration } from './openAdministration.ts';

export const tillsList: Command = {
  help: `npm run relay -- tills list [OPTIONS]

Every till: its key, where it stands, and until when its secrets are valid. No secret.

  --brand ID       of this brand alone
  --shop ID        that may send for this shop; may be given more than once
  --valid          without the revoked ones
${WHERE_HELP}`,
  options: {
    brand: { takes: 'one' },
    shop: { takes: 'many' },
    valid: { takes: 'flag' },
    ...WHERE_OPTIONS,
  },

  async run(given, world) {
    const done = await withAdministration(given, world, ({ administration }) =>
      administration.list(),
    );
    if (!done.ok) return { ok: false, problem: done };
    const brand = given.one('brand');
    const shops = given.many('shop');
    const tills = done.value
      .filter(({ brandId }) => brand === undefined || brandId === brand)
      .filter(({ shopIds }) => shops.length === 0 || shops.some((shop) => shopIds.includes(shop)))
      .filter(({ revokedAt }) => !given.has('valid') || revokedAt === null)
      .toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
    const now = world.now();
    const head = ['KEY', 'BRAND', 'SHOPS', 'NAME', 'STATE', 'VERSION'];
    const lines = inColumns([head, ...tills.map((till) => rowOf(till, now))]);
    const none = 'There is no till. npm run relay -- tills add makes one.';
    return { ok: true, json: { tills }, lines: tills.length === 0 ? [none] : lines };
  },
};

function placeOf({ brandId, shopIds, name, appKey }: TillView): string {
  return [brandId, shopIds[0] ?? '', name, appKey].join('\n');
}

function rowOf(till: TillView, now: number): string[] {
  const { appKey, brandId, shopIds, name, version } = till;
  return [appKey, brandId, shopIds.join(', '), name, stateOf(till, now), String(version)];
}

function stateOf({ revokedAt, secrets }: TillView, now: number): string {
  if (revokedAt !== null) return `revoked ${dayOf(revokedAt)}`;
  const [, former] = secrets;
  if (former === undefined || former.until === null || former.until <= now) return 'valid';
  return `two secrets, the former until ${dayOf(former.until)}`;
}
