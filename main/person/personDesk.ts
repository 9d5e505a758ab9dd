import type { Draft } from '../../app/draft/draft.ts';
import { shown, shownMask } from '../../app/limits/shown.ts';
import { codeOf } from '../../app/member/memberCode.ts';
import { EMPTY_MEMBER } from '../../app/member/memberSchema.ts';
import { isMobile, normalisePhone } from '../../app/member/phone.ts';
import type { Identity } from '../../app/outbox/identity.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import { shownClosing } from '../../app/outbox/shownClosing.ts';
import { wholePerson } from '../../app/outbox/wholePerson.ts';
import type { PersonSave, PersonValues } from '../../app/person/personView.ts';
import type { Outbox } from '../outbox/openOutbox.ts';

export interface PersonDeskOptions {
  outbox: Pick<Outbox, 'saves' | 'contents' | 'permissions'>;
  /** The brand of the settings; empty before the first ones. */
  brandId: () => string;
}

/** What this till has of one person, by the keyed hashes of a whole number or code. */
export class PersonDesk {
  readonly #options: PersonDeskOptions;

  constructor(options: PersonDeskOptions) {
    this.#options = options;
  }

  /** The hashes of a number or code, in each brand that there are saves of. */
  keysOf(identity: Identity): string[] {
    return this.#brands().map((brand) => this.#options.outbox.contents.keyOf(brand, identity));
  }

  /** Everything of them, in their order: `wholePerson`. */
  savesOf(identity: Identity): Save[] {
    return wholePerson(this.#options.outbox.saves, this.keysOf(identity));
  }

  /** How many accepted saves nobody can tell the person of any more: their hashes are gone. */
  get nobodys(): number {
    const { saves } = this.#options.outbox;
    let count = 0;
    for (const { state, identityKeys } of saves.values())
      if (state === 'accepted' && identityKeys.length === 0) count += 1;
    return count;
  }

  /** Whether a form is of somebody who has one of these hashes, or of one of these saves. */
  isOf(draft: Draft, keys: ReadonlySet<string>, requestIds: ReadonlySet<string>): boolean {
    const { requestId, correctionOf, chosen, member } = draft;
    const named = [requestId, correctionOf, chosen?.requestId];
    if (named.some((id) => id != null && requestIds.has(id))) return true;
    const mobile = normalisePhone(member.mobile);
    const code = codeOf(member);
    const identities: Identity[] = [
      ...(isMobile(mobile) ? [{ mobile }] : []),
      ...(code === null ? [] : [code]),
    ];
    return identities.some((identity) => this.keysOf(identity).some((key) => keys.has(key)));
  }

  describe(found: readonly Save[], identity: Identity): PersonSave[] {
    // Each looks at all saves: once for all of them.
    const brands = this.#brands();
    const may = this.#options.outbox.permissions.now();
    return found.map((save) => this.#describe(save, identity, brands, may));
  }

  #describe(
    save: Save,
    identity: Identity,
    brands: readonly string[],
    may: ReturnType<Outbox['permissions']['now']>,
  ): PersonSave {
    const { saves, contents } = this.#options.outbox;
    const slipOf = (other: Save | undefined) => (other ? slipNumber(other.sequence) : null);
    const { requestId, state, createdAt, settledAt, heldReason, closedReason, lentAt } = save;
    const { consent } = save;
    return {
      ...{ requestId, state, createdAt, settledAt, heldReason, closedReason, lentAt },
      masked: shownMask(save.masked),
      operatorId: shown(save.operatorId),
      closing: shownClosing(save),
      consent: consent && {
        ...consent,
        noticeVersion: shown(consent.noticeVersion),
        operatorId: shown(consent.operatorId),
      },
      slip: slipNumber(save.sequence),
      corrects: slipOf(saves.originalOf(save)),
      correctedBy: slipOf(saves.correctionOf(save)),
      isAsked: brands.some((brand) => contents.isOwn(save, brand, identity)),
      hasBody: contents.openBody(save) !== null,
      importedAt: save.imported?.exportedAt ?? null,
      mayCorrect: may(save).correct,
    };
  }

  /** The values of those whose bodies are still here. */
  valuesOf(found: readonly Save[]): PersonValues[] {
    return found.flatMap((save) => {
      const body = this.#options.outbox.contents.openBody(save);
      if (body === null) return [];
      const member = { ...EMPTY_MEMBER, ...readBody(body).member };
      return { slip: slipNumber(save.sequence), member };
    });
  }

  #brands(): string[] {
    const { outbox, brandId } = this.#options;
    const brands = new Set([brandId()]);
    for (const save of outbox.saves.values()) if (save.brandId !== null) brands.add(save.brandId);
    return [...brands];
  }
}
