/** What a line of the audit trail is about, for whoever looks for it. */
export const AUDIT_GROUPS = [
  'decisions',
  'looks',
  'moves',
  'settings',
  'pin',
  'refusals',
  'trail',
] as const;
export type AuditGroup = (typeof AUDIT_GROUPS)[number];

/** Everything that is written down: what needed the manager's PIN, every try of it, and who saw, corrected or sent again. */
export const AUDIT_ACTIONS = {
  'save.corrected': 'decisions',
  'saves.not-corrected': 'decisions',
  'save.sent-again': 'decisions',
  'save.discarded': 'decisions',
  'save.taken-back': 'decisions',
  'bulk.begun': 'decisions',
  'bulk.ended': 'decisions',
  'word.left': 'decisions',
  'word.taken-back': 'decisions',
  'app.gone-on': 'decisions',
  'app.discarded': 'decisions',
  'person.erased': 'decisions',
  'save.read': 'looks',
  'person.looked-up': 'looks',
  'person.shown': 'looks',
  'person.exported': 'looks',
  'manager.opened': 'looks',
  'saves.exported': 'looks',
  'diagnostics.saved': 'looks',
  'page.saved': 'looks',
  'queue.exported': 'moves',
  'queue.imported': 'moves',
  'queue.not-moved': 'moves',
  'queue.taken-in': 'moves',
  'queue.recovered': 'moves',
  'computer.changed': 'moves',
  'computer.moved': 'moves',
  'computer.started-empty': 'moves',
  'folder.taken-over': 'moves',
  'settings.opened': 'settings',
  'settings.saved': 'settings',
  'settings.missing': 'settings',
  'settings.set-back': 'settings',
  'settings.unsure': 'settings',
  'settings.counted': 'settings',
  'connection.tested': 'settings',
  'provision.taken-over': 'settings',
  'key.replaced': 'settings',
  'key.restored': 'settings',
  'switches.left-out': 'settings',
  'pin.wrong': 'pin',
  'pin.locked': 'pin',
  'pin.right': 'pin',
  'pin.changed': 'pin',
  'pin.set': 'pin',
  'pin.set-back': 'pin',
  'pin.missing': 'pin',
  'lookups.refused': 'refusals',
  'sendings.refused': 'refusals',
  'registrations.refused': 'refusals',
  'trail.begun': 'trail',
  'trail.set-aside': 'trail',
  'trail.broken': 'trail',
} as const satisfies Record<string, AuditGroup>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

export function isAuditAction(text: string): text is AuditAction {
  return Object.hasOwn(AUDIT_ACTIONS, text);
}
