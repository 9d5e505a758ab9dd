import type { Save } from '../../app/outbox/save.ts';
import { ManyTexts } from '../journal/manyTexts.ts';
import { breathe } from '../move/breathe.ts';
import type { Unfinished } from './unfinished.ts';

/** As a till writes them: 32 hex digits, base64 of 28 bytes and more, and 22 signs of a hash. */
const [ID, SEALED, HASH] = [/^[0-9a-f]{32}$/, /^[\w+/]{38,}={0,2}$/, /^[\w+/]{22}$/];

/** Many times what a till seals of one save (characters): a longer one fits no pattern. */
const MOST_SEALED = 64 * 1024;

/** So much of what is sealed is like nothing else (characters): it begins with a number of its own. More would fill the record. */
const TELLING = 52;

/**
 * What shows in a file that the person of these saves was there; `keys`: all of their hashes, `all`: everybody's saves. What
 * somebody has edited into a line in the place of these is none: one sign stands in everybody's lines, and what others have
 * sealed in theirs, which would go with it.
 */
export async function personTraces(
  saves: readonly Save[],
  keys: readonly string[],
  all: readonly Save[],
): Promise<Unfinished['traces']> {
  const ids = saves.map(({ requestId }) => requestId);
  const sealed = saves
    .flatMap(sealedOf)
    .filter(isOfATill)
    .map((text) => text.slice(0, TELLING));
  const theirs = await withoutThoseOfOthers(sealed, new Set(ids), all);
  // Within a line an id has a blank in front of it; what names it as what it corrects has not.
  const ofIds = ids.filter((id) => ID.test(id)).map((id) => ` ${id}`);
  return { ofSaves: [...ofIds, ...theirs], ofPerson: keys.filter((key) => HASH.test(key)) };
}

function isOfATill(text: string): boolean {
  return text.length <= MOST_SEALED && SEALED.test(text);
}

/** Every text that a till has sealed is looked through, a hundred thousand of them in many turns: a cashier may be saving. */
async function withoutThoseOfOthers(
  sealed: readonly string[],
  theirs: ReadonlySet<string>,
  all: readonly Save[],
): Promise<ReadonlySet<string>> {
  const own = new Set(sealed);
  const wanted = new ManyTexts(own);
  const breath = breathe();
  for (const save of all) {
    await breath();
    if (theirs.has(save.requestId)) continue;
    for (const other of sealedOf(save).map((text) => Buffer.from(text)))
      wanted.find(other, 0, other.length, (text) => own.delete(text));
  }
  return own;
}

function sealedOf({ sealedBody, sealedWords }: Save): string[] {
  return [sealedBody, sealedWords].filter((text) => text !== null);
}
