import type { CATALOGUES } from '../messages/catalogues.ts';
import type { ClosedReason, HeldReason, SaveState } from '../outbox/save.ts';
import type { PersonSave } from './personView.ts';

/** What is said of a save; its words: `manager.person.facts`. */
export type FactName = keyof (typeof CATALOGUES)['en']['manager']['person']['facts'];

/** How it is said, in whatever language. Times are ms since 1970. */
export type FactValue =
  | { kind: 'text'; text: string }
  | { kind: 'moment'; at: number; operatorId: string | null }
  | { kind: 'state'; state: SaveState }
  | { kind: 'held'; reason: HeldReason }
  | { kind: 'closed'; reason: ClosedReason }
  | { kind: 'word'; word: 'yes' | 'no' | 'noConsent' };

export type Fact = readonly [name: FactName, value: FactValue];

const text = (said: string): FactValue => ({ kind: 'text', text: said });
const moment = (at: number, operatorId: string | null = null): FactValue => ({
  kind: 'moment',
  at,
  operatorId,
});

/** Everything that a till knows of a save beside the values themselves. */
export function personFacts(save: PersonSave): Fact[] {
  const { consent } = save;
  const facts: (Fact | null)[] = [
    ['state', { kind: 'state', state: save.state }],
    ['created', moment(save.createdAt, save.operatorId)],
    save.settledAt === null ? null : ['settled', moment(save.settledAt)],
    save.heldReason === null ? null : ['held', { kind: 'held', reason: save.heldReason }],
    save.closedReason === null ? null : ['closed', { kind: 'closed', reason: save.closedReason }],
    save.corrects === null ? null : ['corrects', text(save.corrects)],
    save.correctedBy === null ? null : ['correctedBy', text(save.correctedBy)],
    save.importedAt === null ? null : ['imported', moment(save.importedAt)],
    save.lentAt === null ? null : ['lent', moment(save.lentAt)],
    consent === null
      ? ['consent', { kind: 'word', word: 'noConsent' }]
      : ['consent', moment(consent.at, consent.operatorId)],
    consent && ['notice', text(consent.noticeVersion)],
    consent && ['marketing', { kind: 'word', word: consent.marketing ? 'yes' : 'no' }],
  ];
  return facts.filter((fact) => fact !== null);
}
