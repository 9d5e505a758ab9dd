import { resolve } from 'node:path';
import { tillOrderSchema } from '../tills/orders.ts';
import { readOrder } from '../tills/problems.ts';
import { provisionText } from '../tills/provisionText.ts';
import { type KeyPair, makeKeyPair } from '../tills/tillKey.ts';
import type { Command } from './command.ts';
import type { Given } from './commandLine.ts';
import { WHERE_HELP, WHERE_OPTIONS, withAdministration } from './openAdministration.ts';
import { readTemplate, relayUrlOf, URL_MISSING, withNewFile } from './provisioning.ts';
import type { CommandWorld } from './world.ts';

export const tillsAdd: Command = {
  help: `npm run relay -- tills add --name NAME --brand ID --shop ID [--shop ID …] --template FILE [OPTIONS]

Makes a till: a key and a secret of its own, and the provisioning file that it is installed with. The secret is
nowhere else but, sealed, in the relay's state: give the file to that till alone, and delete it afterwards.

  --name NAME      for people: which till of the shop it is
  --brand ID       the brand that it registers members for
  --shop ID        its shop; each further one is a shop whose members it may send as well (a queue that moved)
  --template FILE  the rest of the provisioning, the same for many tills: operators, managerPin, notice, …
  --url URL        the relay's address as tills call it; default: that of --relay, or RELAY_PUBLIC_URL
  --out FILE       the new file (0600); default: KEY.provision.json here. A file that is there is not replaced
${WHERE_HELP}`,
  options: {
    name: { takes: 'one', isNeeded: true },
    brand: { takes: 'one', isNeeded: true },
    shop: { takes: 'many', isNeeded: true },
    template: { takes: 'one' },
    url: { takes: 'one' },
    out: { takes: 'one' },
    ...WHERE_OPTIONS,
  },

  async check(given, world) {
    const read = await prepare(given, world, makeKeyPair('till'));
    return read.ok ? [] : read.mistakes;
  },

  async run(given, world) {
    const pair = makeKeyPair('till');
    const prepared = await prepare(given, world, pair);
    if (!prepared.ok) return prepared;
    const { order, text } = prepared;
    const path = resolve(world.folder, given.one('out') ?? `${pair.appKey}.provision.json`);
    const done = await withAdministration(given, world, ({ administration }) =>
      withNewFile(path, text, () => administration.add(order)),
    );
    if (!done.ok) return { ok: false, problem: done };
    return {
      ok: true,
      json: { till: done.value, file: path },
      lines: [`Made the till ${pair.appKey}.`, `Its provisioning, with its secret: ${path}`],
    };
  },
};

/** What an order calls it, and the option that it comes from. */
const OPTION_OF: Readonly<Record<string, string>> = {
  name: '--name',
  brandId: '--brand',
  shopIds: '--shop',
};

async function prepare(given: Given, world: CommandWorld, pair: KeyPair) {
  const mistakes: string[] = [];
  const [shopId = ''] = given.many('shop');
  const brandId = given.one('brand') ?? '';
  const order = { ...pair, name: given.one('name') ?? '', brandId, shopIds: given.many('shop') };
  const read = readOrder(tillOrderSchema, order);
  if (!read.ok) mistakes.push(...read.says.split('\n').flatMap(byOption(given)));
  const relayUrl = relayUrlOf(given, world);
  if (!relayUrl) mistakes.push(URL_MISSING);
  const template = await readTemplate(given, world);
  if (!template.ok) mistakes.push(...template.problems.map((one) => `--template: ${one}`));
  if (template.ok && relayUrl) {
    const place = { relayUrl, brandId: brandId || '-', shopId: shopId || '-' };
    const text = provisionText(template.value, place, pair);
    if (text.ok && mistakes.length === 0) return { ok: true, order, text: text.value } as const;
    if (!text.ok) mistakes.push(...text.problems.map(byPlace));
  }
  return { ok: false, mistakes } as const;
}

/** A mistake of an option that is missing is told already. */
function byOption(given: Given) {
  return (line: string): string[] => {
    const [, path = '', says = ''] = /^(\w+)[\w.]*: (.*)$/.exec(line) ?? [];
    const option = OPTION_OF[path];
    if (option === undefined) return [line];
    return given.many(option.slice(2)).length > 0 ? [`${option} ${says}`] : [];
  };
}

function byPlace(line: string): string {
  return line.startsWith('gateway.url: ')
    ? line.replace('gateway.url: ', '--url ')
    : `--template: ${line}`;
}
