import { MAX_REPORT_BYTES, type TillReport, tillReportSchema } from './tillReport.ts';

/** A report as it was sent; null where it is none. Of a text that is too long nothing but the length is looked at. */
export function readReport(text: string): TillReport | null {
  // A report is ASCII: what has other characters in it is refused by its schema, however few bytes it is.
  if (text.length > MAX_REPORT_BYTES) return null;
  try {
    return tillReportSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
