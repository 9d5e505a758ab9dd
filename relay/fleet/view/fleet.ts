import type { TillReport } from '../../../app/report/tillReport.ts';

/** One till of the chain with what it has told last. Where it stands says its record, never its report. */
export interface SeenTill {
  appKey: string;
  brandId: string;
  /** The shop that it stands in: the first of its list. */
  shopId: string;
  /** What it is called among the tills of its shop: no other one of the chain's shop has it. */
  till: string;
  /** Ms since 1970. */
  createdAt: number;
  /** When the first of its secrets that has an end is refused (ms since 1970), or null. */
  secretUntil: number | null;
  /** When its last report came (ms since 1970, by the state's clock), or null where none has. */
  seenAt: number | null;
  /** What its version is called in measurements; empty where it has told none. */
  version: string;
  /** Null where none has come, or none that this relay can read. */
  report: TillReport | null;
}

/** The whole chain as it was a moment ago. */
export interface Fleet {
  /** When it was read (ms since 1970). */
  readAt: number;
  /** By brand, shop and till. A till that was revoked or removed is not here. */
  tills: readonly SeenTill[];
}
