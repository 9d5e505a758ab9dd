/** What is written down: what needed the manager's PIN, every try of it, and who unmasked, corrected or sent a save again. */
export type AuditAction =
  | 'pin.wrong'
  | 'pin.locked'
  | 'pin.right'
  | 'switches.left-out'
  | 'folder.taken-over'
  | 'computer.changed'
  | 'computer.moved'
  | 'computer.started-empty'
  | 'pin.changed'
  | 'pin.set'
  | 'pin.set-back'
  | 'pin.missing'
  | 'settings.opened'
  | 'settings.saved'
  | 'settings.missing'
  | 'settings.set-back'
  | 'settings.unsure'
  | 'settings.counted'
  | 'connection.tested'
  | 'save.read'
  | 'save.corrected'
  | 'saves.not-corrected'
  | 'save.sent-again'
  | 'save.discarded'
  | 'save.taken-back'
  | 'lookups.refused'
  | 'sendings.refused'
  | 'registrations.refused'
  | 'provision.taken-over'
  | 'app.gone-on'
  | 'app.discarded'
  | 'queue.exported'
  | 'queue.imported'
  | 'queue.not-moved'
  | 'queue.taken-in'
  | 'queue.recovered'
  | 'key.replaced'
  | 'key.restored'
  | 'trail.begun'
  | 'trail.set-aside'
  | 'trail.broken';

export interface AuditEntry {
  action: AuditAction;
  /** Who stood at the till, as the CRM knows them; null where nobody is known. */
  operatorId: string | null;
  /** The slip that it is about, or null. Never a phone number, a name or a free text. */
  slip: string | null;
  /** Why, as a code. */
  reason?: string;
  /** What was done with many saves at once: for which app they had been made, and how many. */
  app?: string | null;
  saves?: number;
  /** Wrong PINs since the last right one. */
  tries?: number;
  /** How often a PIN had been set by then. */
  revision?: number;
  /** How often the settings had been changed by then. */
  settingsRevision?: number;
}

export interface AuditLine extends AuditEntry {
  /** ISO 8601. */
  time: string;
}
