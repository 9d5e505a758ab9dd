import { OUTCOME_TABLE } from '../../../app/gateway/outcomeTable.ts';
import type { StoreWarning } from '../../../app/outbox/outboxView.ts';
import { HELD_REASONS } from '../../../app/outbox/save.ts';

/** What stands for every code that is not in a list here: a label has no value that somebody else chooses. */
export const OTHER = 'other';

/** Sub codes that stand for all that begin like them, without the asterisk; the longest first. */
const BEGINNINGS = [
  ...new Set(
    OUTCOME_TABLE.flatMap(({ subCode }) => (subCode?.endsWith('*') ? [subCode.slice(0, -1)] : [])),
  ),
].sort((one, other) => other.length - one.length);

const WHOLE = new Set<string>([
  ...HELD_REASONS,
  ...OUTCOME_TABLE.flatMap(({ code, subCode, resultCode }) => [code, subCode, resultCode]).filter(
    (code) => code !== undefined && !code.endsWith('*'),
  ),
] as string[]);

/** All values that `heldLabel` has. */
export const HELD_LABELS: readonly string[] = [...WHOLE, ...BEGINNINGS.map(ended), OTHER];

/** The code of a held save as a label: itself where the table of answers has it, how it begins where that is known. */
export function heldLabel(code: string): string {
  if (WHOLE.has(code)) return code;
  const beginning = BEGINNINGS.find((one) => code.startsWith(one));
  return beginning === undefined ? OTHER : ended(beginning);
}

function ended(beginning: string): string {
  return beginning.replace(/[.:-]$/, '');
}

/** Every warning that a till of this version has. */
const WARNING_CODES: Readonly<Record<StoreWarning['code'], true>> = {
  'store.set-aside': true,
  'store.lines-lost': true,
  'store.torn-tail': true,
  'store.went-backwards': true,
  'store.witness-away': true,
  'store.mark-unread': true,
  'store.space-low': true,
  'store.disk-full': true,
  'store.read-only': true,
  'store.other-program': true,
  'store.write-failed': true,
  'store.file-stuck': true,
  'store.file-kept': true,
  'store.tidy-failed': true,
  'store.erasure-left': true,
  'store.erasure-lost': true,
  'store.key-unreadable': true,
  'store.key-restored': true,
  'store.other-secret': true,
  'store.same-id': true,
  'store.weak-protection': true,
  'audit.broken': true,
  'audit.set-aside': true,
  'audit.refused': true,
  'audit.unguarded': true,
  'audit.owed': true,
  'settings.missing': true,
  'settings.set-back': true,
  'settings.unsure': true,
  'provision.taken-over': true,
  'key.not-replaced': true,
  'pin.set-back': true,
  'pin.missing': true,
  'provision.not-read': true,
  'provision.machine-not-read': true,
  'provision.overruled': true,
  'queue.taken-in': true,
  'queue.recovered': true,
  'queue.left-in-own': true,
  'queue.shared-gone': true,
  'queue.shared-unjudged': true,
  'totals.lost': true,
  'window.hot-key-taken': true,
  'api.port-taken': true,
  'api.not-started': true,
};

/** The code of a warning as a label. */
export function warningLabel(code: string): string {
  return Object.hasOwn(WARNING_CODES, code) ? code : OTHER;
}
