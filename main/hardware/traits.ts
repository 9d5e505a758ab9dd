/**
 * What a computer is known by. `board`: what its maker has written into the firmware; `disk`: the serial numbers of the
 * disks under the data folder; `network`: the addresses that its own network adapters were made with.
 */
export const TRAIT_KINDS = ['board', 'disk', 'network'] as const;

type TraitKind = (typeof TRAIT_KINDS)[number];

/** As texts or, where they are kept, as hashes; empty where nothing of a kind can be read. */
export type Traits = Readonly<Record<TraitKind, readonly string[]>>;

/** Of a data folder on a network share: no disk of this computer, and so nothing that goes along with one. */
export const SHARED = 'shared';

/** What a look at a computer with this data folder gives. */
export type Reading = Traits | typeof SHARED;

export const NO_TRAITS: Traits = { board: [], disk: [], network: [] };

/** More of a kind than a computer has, and few enough to forget what was taken out of it one day. */
const MOST_KEPT = 16;

/** Longer than any serial number (characters). */
const LONGEST = 200;

export function isSilent(traits: Traits): boolean {
  return TRAIT_KINDS.every((kind) => traits[kind].length === 0);
}

/**
 * Whether these can only be of two computers: more of the kinds differ than agree, of those that both tell. A kind
 * agrees where one of its traits does: a new board, a new disk or a new adapter alone makes no other computer, and boards
 * of one batch that all have the same number hide none.
 */
export function isAnother(known: Traits, now: Traits): boolean {
  let balance = 0;
  for (const kind of TRAIT_KINDS) {
    if (known[kind].length === 0 || now[kind].length === 0) continue;
    balance += now[kind].some((trait) => known[kind].includes(trait)) ? 1 : -1;
  }
  return balance < 0;
}

/** Whether one kind alone ever told anything: then a dock that is plugged in is as much as another computer. */
export function tellsAlone(known: Traits, now: Traits): boolean {
  return TRAIT_KINDS.filter((kind) => known[kind].length + now[kind].length > 0).length === 1;
}

/** What is known of one computer once these were read: the present ones first, and what it had before. */
export function refreshed(known: Traits, now: Traits): Traits {
  return eachKind((kind) => [...new Set([...now[kind], ...known[kind]])].slice(0, MOST_KEPT));
}

/** The same kinds with other traits. */
export function eachKind(of: (kind: TraitKind) => readonly string[]): Traits {
  return { board: of('board'), disk: of('disk'), network: of('network') };
}

/** What distinguishes a computer among these texts, tidied; also out of another process, which may have sent anything. */
export function tidyTraits(given: unknown): Traits {
  const raw = (given ?? {}) as Partial<Record<TraitKind, unknown>>;
  return eachKind((kind) => {
    const list = Array.isArray(raw[kind]) ? raw[kind] : [];
    const texts = list.filter((text) => typeof text === 'string').map(tidy);
    return [...new Set(texts.filter((text) => text !== '' && !isPlaceholder(text)))]
      .sort()
      .slice(0, MOST_KEPT);
  });
}

function tidy(text: string): string {
  return text
    .replace(/[^\x21-\x7e]+/g, ' ')
    .trim()
    .toLowerCase()
    .slice(0, LONGEST);
}

/**
 * What makers leave where a number should be, and QEMU's numbers of disks: the same in thousands of computers. From
 * dmidecode's lists and bug reports of inventory programs.
 */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  '03000200-0400-0500-0006-000700080009',
  '0123456789',
  '01234567890123456789',
  '123456789',
  '1234567890',
  '0123456789abcdef',
  '12345678-1234-5678-90ab-cddeefaabbcc',
  'base board serial number',
  'bsn12345678901234567',
  'chassis serial number',
  'default',
  'default string',
  'empty',
  'filled by o.e.m.',
  'invalid',
  'mb-1234567890',
  'n/a',
  'na',
  'no enclosure',
  'none',
  'not applicable',
  'not available',
  'not specified',
  'null',
  'o.e.m.',
  'oem',
  'oem_serial',
  'serial number',
  'sys-1234567890',
  'system serial number',
  'to be filled by o.e.m',
  'to be filled by o.e.m.',
  'unknown',
]);

function isPlaceholder(text: string): boolean {
  const letters = text.replace(/[^0-9a-z]/g, '');
  return (
    PLACEHOLDERS.has(text) ||
    letters.length < 4 ||
    /^(.)\1*$/.test(letters) ||
    /\bqm0+\d$/.test(text)
  );
}
