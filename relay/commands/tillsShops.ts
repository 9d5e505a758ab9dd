import type { Done, TillView } from '../tills/administration.ts';
import { problem } from '../tills/problems.ts';
import type { Command } from './command.ts';
import { WHERE_HELP, WHERE_OPTIONS, withAdministration } from './openAdministration.ts';
import { checkTillKey } from './tillOperand.ts';

export const tillsShops: Command = {
  help: `npm run relay -- tills shops KEY [--shop ID …] [--add ID …] [--remove ID …] [OPTIONS]

Changes the shops whose members a till may send: before a queue moves to it from another shop that shop is added, and
may be taken away when it is empty. Its next call goes by it.

  --shop ID        the whole list anew; the first is its own
  --add ID         one more
  --remove ID      one less
${WHERE_HELP}`,
  operand: 'KEY',
  options: {
    shop: { takes: 'many' },
    add: { takes: 'many' },
    remove: { takes: 'many' },
    ...WHERE_OPTIONS,
  },

  async check(given) {
    const mistakes = checkTillKey(given);
    const isWhole = given.has('shop');
    const isPart = given.has('add') || given.has('remove');
    if (isWhole && isPart) mistakes.push('--shop is the whole list: leave --add and --remove out');
    if (!isWhole && !isPart) mistakes.push('--shop, --add or --remove is missing');
    if (given.many('add').some((id) => given.many('remove').includes(id)))
      mistakes.push('--add and --remove name the same shop');
    return mistakes;
  },

  async run(given, world) {
    const appKey = given.operand;
    const done = await withAdministration(given, world, async ({ administration }) => {
      if (given.has('shop'))
        return administration.shops({ appKey, shopIds: given.many('shop'), version: null });
      const found = tillIn(await administration.list(), appKey);
      if (!found.ok) return found;
      const { shopIds: before, version } = found.value;
      const more = given.many('add').filter((id) => !before.includes(id));
      const shopIds = [...before, ...more].filter((id) => !given.many('remove').includes(id));
      return administration.shops({ appKey, shopIds, version });
    });
    if (!done.ok) return { ok: false, problem: done };
    const shops = done.value.shopIds.join(', ');
    return { ok: true, json: { till: done.value }, lines: [`${appKey} may send for: ${shops}`] };
  },
};

function tillIn(listed: Done<readonly TillView[]>, appKey: string): Done<TillView> {
  if (!listed.ok) return listed;
  const till = listed.value.find((one) => one.appKey === appKey);
  return till === undefined
    ? problem('till.unknown', `There is no till ${appKey}.`)
    : { ok: true, value: till };
}
