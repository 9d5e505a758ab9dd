import table from './electronSupport.json' with { type: 'json' };

const DAY = 24 * 60 * 60 * 1_000;

/** A new major comes every eight weeks; a table older than this (days) has missed one at least. */
const OLD_AFTER = 70;

export interface SupportTable {
  /** The day on which the dates were looked up (`YYYY-MM-DD`). */
  readAt: string;
  /** By major; days as `YYYY-MM-DD`. */
  majors: Readonly<Record<string, { stable: string; supportedUntil: string } | undefined>>;
}

export interface Support {
  isSupported: boolean;
  /** One sentence for whoever reads the run. */
  line: string;
  /** The table itself is too old to be relied on; another sentence, or null. */
  warning: string | null;
}

/**
 * Whether a version of Electron still gets security fixes, by a table of dates that lies in the repository: the check
 * needs no network. Electron supports the latest three majors, so each ends when the third after it comes out. Where
 * that day is not known yet the table has the earliest one by the cadence: it may err on the careful side only.
 */
export function electronSupport(
  version: string,
  now: number,
  { readAt, majors }: SupportTable = table,
): Support {
  const major = version.split('.')[0] ?? '';
  const supportedUntil = majors[major]?.supportedUntil;
  const age = Math.floor((now - Date.parse(readAt)) / DAY);
  const warning =
    age <= OLD_AFTER
      ? null
      : `The table of Electron's dates is ${age} days old: read it anew (dev/shipped/electronSupport.json).`;
  if (supportedUntil === undefined) {
    const line = `Electron ${version}: nothing is known of major ${major} in the table of ${readAt}.`;
    return { isSupported: false, line, warning };
  }
  const isSupported = now < Date.parse(supportedUntil) + DAY;
  const until = isSupported ? 'is supported until' : 'has got no security fixes since';
  const line = `Electron ${version} ${until} ${supportedUntil}, by the table of ${readAt}.`;
  return { isSupported, line, warning };
}
