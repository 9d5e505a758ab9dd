import {
  type Identity,
  identityTexts,
  isSurelyOfCode,
  mobileKeyOf,
} from '../../app/outbox/identity.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { requestIdOf } from '../vault/requestIdOf.ts';
import { holdsItsFacts, isOtherBody, isSameBody, openBody } from '../vault/sealedBody.ts';
import type { Vault } from '../vault/vault.ts';
import { openWords, type SaidWords } from './sealedWords.ts';

/** What only the data key shows of saves. Nothing is changed by it. */
export class SaveContents {
  readonly #vault: Vault;
  readonly #saves: Pick<Saves, 'ofPerson' | 'originalOf' | 'isLeaving'>;

  constructor(vault: Vault, saves: Pick<Saves, 'ofPerson' | 'originalOf' | 'isLeaving'>) {
    this.#vault = vault;
    this.#saves = saves;
  }

  /** The frozen JSON text of a save, or null where it was erased or does not open with this key. */
  openBody(save: Save): string | null {
    return openBody(this.#vault, save);
  }

  /** What the gateway last said of a save, or null where nothing is kept or does not open with this key. */
  openWords(save: Save): SaidWords | null {
    return openWords(this.#vault, save);
  }

  /** True when a save surely has this body: `isSameBody`. */
  isSameBody(save: Save, body: string): boolean {
    return isSameBody(this.#vault, save, body);
  }

  /** Everything that this till knows of whoever has a phone number, also what was discarded or corrected. */
  ofMobile(brandId: string, mobile: string): Save[] {
    return this.#saves.ofPerson(this.keyOf(brandId, { mobile }));
  }

  /** True when a save surely has another body: `isOtherBody`. */
  isOtherBody(save: Save, body: string): boolean {
    return isOtherBody(this.#vault, save, body);
  }

  /**
   * The newest save of this till with a phone number, or with a member code; where none is here any more, the newest that
   * went to another till. What was discarded otherwise does not count, nor what is being erased: who is told of it is
   * registered by nobody, and then it is gone. `besides`: the id of a save that is not meant.
   */
  findMember(brandId: string, identity: Identity, besides?: string): Save | undefined {
    // The newest first: a file may bring ever so many of one number, and each is gone into to know whose it is.
    const theirs = this.#saves
      .ofPerson(this.keyOf(brandId, identity))
      .filter((save) => save.requestId !== besides && !this.#saves.isLeaving(save))
      .reverse();
    const newest = (is: (save: Save) => boolean) =>
      theirs.find((save) => is(save) && this.isOwn(save, brandId, identity));
    const isHere = ({ state }: Save) => state !== 'discarded';
    const hasMoved = ({ closedReason }: Save) => closedReason === 'moved';
    return newest(isHere) ?? newest(hasMoved);
  }

  /**
   * Whether this number or code is the save's own, and not only that of what it corrects. Of one that is not what was
   * stored it is nobody's.
   */
  isOwn(save: Save, brandId: string, identity: Identity): boolean {
    const key = this.keyOf(brandId, identity);
    if ('mobile' in identity) return mobileKeyOf(save) === key && holdsItsFacts(this.#vault, save);
    return holdsItsFacts(this.#vault, save) && this.#isOfCode(save, key, identity.outerId);
  }

  /** What a correction has kept of a code its body says, as long as there is one. */
  #isOfCode(save: Save, key: string, code: string): boolean {
    if (isSurelyOfCode(this.#saves, save, key)) return true;
    const body = save.correctionOf === null ? null : this.openBody(save);
    return body !== null && readBody(body).member.outerId === code;
  }

  /** The request id that the key of another program stands for, over any number of starts. */
  requestIdOf(idempotencyKey: string): string {
    return requestIdOf(this.#vault, idempotencyKey);
  }

  /** The keyed hash by which a person's saves of a brand are known. */
  keyOf(brandId: string, identity: Identity): string {
    const [text = ''] = identityTexts(brandId, identity);
    return this.#vault.identityKey(text);
  }
}
