/** The sections of the manager's page, in their order. Their words: `manager.sections`. */
export const SECTION_NAMES = ['held', 'audit'] as const;
export type SectionName = (typeof SECTION_NAMES)[number];
