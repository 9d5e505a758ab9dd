import type { Save } from '../../app/outbox/save.ts';
import type { Vault } from './vault.ts';

/** What of a save stays as it was made: whose it is, what it corrects, when, where and by whom, and what was agreed to. */
export type Facts = Pick<
  Save,
  | 'requestId'
  | 'sequence'
  | 'shopId'
  | 'identityKeys'
  | 'masked'
  | 'operatorId'
  | 'createdAt'
  | 'correctionOf'
  | 'consent'
  | 'imported'
>;

/** What only this till makes of the facts of a save, over any number of rotations: 96 bits, base64. */
export function factsKeyOf(vault: Pick<Vault, 'trailMac'>, facts: Facts): string {
  return vault.trailMac(`save facts\n${textOf(facts)}`).slice(0, 16);
}

/** Each field in its place: names would say no more. A field that is added here makes every store of before another's. */
function textOf({ requestId, sequence, shopId, identityKeys, masked, ...facts }: Facts): string {
  const { operatorId, createdAt, correctionOf, consent, imported } = facts;
  return JSON.stringify([
    requestId,
    sequence,
    shopId,
    identityKeys,
    masked.mobile,
    masked.name,
    operatorId,
    createdAt,
    correctionOf,
    consent && [consent.at, consent.noticeVersion, consent.operatorId, consent.marketing],
    imported && [imported.exportedAt, imported.before, imported.madeAt],
  ]);
}
