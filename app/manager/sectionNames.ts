/** The sections of the manager's page, in their order. Their words: `manager.sections`. */
export const SECTION_NAMES = [
  'overview',
  'reconciliation',
  'held',
  'person',
  'transfer',
  'audit',
  'diagnostics',
] as const;
export type SectionName = (typeof SECTION_NAMES)[number];
