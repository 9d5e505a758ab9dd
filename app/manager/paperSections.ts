import type { SectionName } from './sectionNames.ts';

/** The sections that can be saved as a page for paper: those that show nobody's whole values. */
export const PAPER_SECTIONS = [
  'overview',
  'reconciliation',
  'audit',
  'diagnostics',
] as const satisfies readonly SectionName[];
export type PaperSection = (typeof PAPER_SECTIONS)[number];

export function isPaperSection(section: SectionName): section is PaperSection {
  return (PAPER_SECTIONS as readonly SectionName[]).includes(section);
}
