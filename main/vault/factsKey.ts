import type { Save } from '../../app/outbox/save.ts';
import type { Vault } from './vault.ts';

/**
 * What of a save stays as it was made, unless this till itself changes it: whose it is, what it corrects, when, where, by
 * whom and for which app it was made, and what was agreed to.
 */
export type Facts = Pick<
  Save,
  | 'requestId'
  | 'sequence'
  | 'brandId'
  | 'shopId'
  | 'app'
  | 'identityKeys'
  | 'masked'
  | 'operatorId'
  | 'createdAt'
  | 'correctionOf'
  | 'consent'
  | 'imported'
>;

export function factsOf(save: Save): Facts {
  const { requestId, sequence, brandId, shopId, app, identityKeys, masked } = save;
  const { operatorId, createdAt, correctionOf, consent, imported } = save;
  return {
    ...{ requestId, sequence, brandId, shopId, app, identityKeys, masked },
    ...{ operatorId, createdAt, correctionOf, consent, imported },
  };
}

/** What only this till makes of the facts of a save (`factsText`), over any number of rotations: 96 bits, base64. */
export function factsKeyOf(vault: Pick<Vault, 'trailMac'>, text: string): string {
  return vault.trailMac(`save facts\n${text}`).slice(0, 16);
}

/** The facts as they are bound. A field that is added here makes what every store of before has bound another's. */
export function factsText(facts: Facts): string {
  const { requestId, sequence, brandId, shopId, app, identityKeys, masked } = facts;
  const { operatorId, createdAt, correctionOf, consent, imported } = facts;
  return JSON.stringify([
    ...[requestId, sequence, brandId, shopId, app, identityKeys, masked.mobile, masked.name],
    ...[operatorId, createdAt, correctionOf],
    consent && [consent.at, consent.noticeVersion, consent.operatorId, consent.marketing],
    imported && [imported.exportedAt, imported.before, imported.madeAt],
  ]);
}
