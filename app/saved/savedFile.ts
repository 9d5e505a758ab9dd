/** What the manager may have the till save: a list for a spreadsheet, an archive for support, pages. */
export const SAVED_KINDS = ['csv', 'zip', 'pdf', 'html'] as const;
export type SavedKind = (typeof SAVED_KINDS)[number];

/** Why nothing was saved. */
export type SaveFileFailure =
  /** The till's own files are there. */
  | 'file.inside'
  /** The page could not be made into a file. */
  | 'file.not-made'
  | 'file.not-written'
  | 'file.no-answer'
  /** Something has that name by now, which nobody was asked about. */
  | 'file.exists';

/** The name of the file that was saved, or null where none was chosen. */
export type SavedAs = { file: string } | null;
