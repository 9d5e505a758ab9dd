/** Why somebody takes whole values out of a till. Codes and no free text: the audit trail must not name a person. */
export const EXPORT_REASONS = [
  'reconciliation',
  'customer',
  'support',
  'authority',
  'other',
] as const;
export type ExportReason = (typeof EXPORT_REASONS)[number];

/** What stands of each save in the list, in its order. Their words: `csvFile.columns`. */
export const CSV_COLUMNS = [
  'slip',
  'registered',
  'state',
  'settled',
  'operator',
  'operatorName',
  'mobile',
  'name',
  'heldReason',
  'closedReason',
  'code',
  'subCode',
  'attempts',
  'customerId',
  'corrects',
  'correctedBy',
  'cameIn',
  'consented',
  'notice',
  'askedBy',
  'marketing',
] as const;

/** What stands behind them where whole values were asked for, as far as a body is still here. */
export const WHOLE_COLUMNS = [
  'isWhole',
  'gender',
  'birthday',
  'outerType',
  'outerId',
  'remark',
] as const;

export type CsvColumn = (typeof CSV_COLUMNS)[number] | (typeof WHOLE_COLUMNS)[number];

/** How many saves a list would have. */
export interface CsvCount {
  saves: number;
  /** Of how many whole values are still here. */
  whole: number;
}
