import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { AdministrationProblem, TillOrder } from '../tills/administration.ts';
import { tillOrderSchema } from '../tills/orders.ts';
import { problem, readOrder } from '../tills/problems.ts';
import { provisionText, type Template } from '../tills/provisionText.ts';
import { makeKeyPair } from '../tills/tillKey.ts';
import type { Command, Result } from './command.ts';
import type { Given } from './commandLine.ts';
import { openAdministration, WHERE_HELP, WHERE_OPTIONS } from './openAdministration.ts';
import { readTemplate, relayUrlOf, URL_MISSING, withNewFile } from './provisioning.ts';
import { type ListedTill, parseTillList } from './tillList.ts';
import type { CommandWorld } from './world.ts';

/** Of a list with a mistake everywhere nobody reads more. */
const MAX_MISTAKES = 100;

export const tillsAddMany: Command = {
  help: `npm run relay -- tills add-many --list FILE --folder DIR --template FILE [OPTIONS]

Makes the tills of a list, as tills add makes one. Nothing is made where anything in the list is wrong. A till whose
file is there already is left out: the same command once more goes on where it was interrupted.

  --list FILE      JSON: [{ "file": "shop-1-till-1.json", "name": "Till 1", "brandId": "…", "shopIds": ["…"],
                   "settings": { "operators": […] } }, …]; "settings" is what it has beside the template
  --folder DIR     where the files go (0600 each); it has to be there
  --template FILE  the rest of each provisioning
  --url URL        the relay's address as tills call it; default: that of --relay, or RELAY_PUBLIC_URL
${WHERE_HELP}`,
  options: {
    list: { takes: 'one', isNeeded: true },
    folder: { takes: 'one', isNeeded: true },
    template: { takes: 'one' },
    url: { takes: 'one' },
    ...WHERE_OPTIONS,
  },

  async check(given, world) {
    return (await prepare(given, world)).mistakes;
  },

  async run(given, world) {
    const { tills, template, relayUrl } = await prepare(given, world);
    const folder = resolve(world.folder, given.one('folder') ?? '');
    const opened = await openAdministration(given, world);
    if (!opened.ok) return { ok: false, problem: opened };
    const { administration, close } = opened.value;
    const made: { file: string; appKey: string }[] = [];
    let already = 0;
    try {
      for (const till of tills) {
        const path = resolve(folder, till.file);
        if (existsSync(path)) {
          already += 1;
          continue;
        }
        const { order, text } = provisioned(till, template, relayUrl);
        if (!text.ok) throw new Error('a till of the list has changed since it was checked');
        const done = await withNewFile(path, text.value, () => administration.add(order));
        if (!done.ok) return stoppedAt(done, made.length, already);
        made.push({ file: path, appKey: order.appKey });
      }
    } finally {
      await close();
    }
    const lines = [`Made: ${made.length}. Their files were there already: ${already}.`];
    return { ok: true, json: { made, already }, lines };
  },
};

function stoppedAt({ code, says }: AdministrationProblem, made: number, already: number): Result {
  const line = `Made before that: ${made}; were there already: ${already}. The same command goes on from here.`;
  return { ok: false, problem: problem(code, `${says}\n${line}`) };
}

async function prepare(given: Given, world: CommandWorld) {
  const mistakes: string[] = [];
  const relayUrl = relayUrlOf(given, world) ?? '';
  if (relayUrl === '') mistakes.push(URL_MISSING);
  const template = await readTemplate(given, world);
  if (!template.ok) mistakes.push(...template.problems.map((one) => `--template: ${one}`));
  const list = await readList(given, world);
  mistakes.push(...list.mistakes.map((one) => `--list: ${one}`));
  const value = template.ok ? template.value : {};
  if (mistakes.length === 0) {
    for (const [index, till] of list.tills.entries()) {
      const { order, text } = provisioned(till, value, relayUrl);
      const read = readOrder(tillOrderSchema, order);
      const lines = [...(read.ok ? [] : read.says.split('\n')), ...(text.ok ? [] : text.problems)];
      mistakes.push(...lines.map((line) => `--list: till ${index + 1}: ${line}`));
      if (mistakes.length >= MAX_MISTAKES) break;
    }
  }
  return { mistakes, tills: list.tills, template: value, relayUrl };
}

/** A till of the list with a key of its own, and what it is given. */
function provisioned(
  { name, brandId, shopIds, settings = {} }: ListedTill,
  template: Template,
  relayUrl: string,
) {
  const pair = makeKeyPair('till');
  const order: TillOrder = { ...pair, name, brandId, shopIds };
  const place = { relayUrl, brandId, shopId: shopIds[0] ?? '' };
  return { order, text: provisionText({ ...template, ...settings }, place, pair) };
}

async function readList(given: Given, { folder }: CommandWorld) {
  const name = given.one('list');
  if (!name) return { tills: [], mistakes: [] };
  try {
    return parseTillList(await readFile(resolve(folder, name), 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return { tills: [], mistakes: [`cannot be read: ${code}`] };
  }
}
