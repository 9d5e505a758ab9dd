import type { StoreNotice } from '../../app/outbox/outboxView.ts';
import { FREE_TRIES } from '../settings/lockLength.ts';
import type { AuditAction, AuditLine } from './auditTrail.ts';

/** What a manager has not looked after in this time (ms) is no news any more. */
const NEWS_FOR = 7 * 24 * 60 * 60 * 1_000;

/** The first settings of a till take nobody's place. */
export const FIRST_SETTINGS = 'first';

const NOTICES: Partial<Record<AuditAction, StoreNotice['code']>> = {
  'trail.broken': 'audit.broken',
  'settings.missing': 'settings.missing',
  'provision.taken-over': 'provision.taken-over',
};

/** Whoever has written one of these had settings. */
const OF_SETTINGS: ReadonlySet<AuditAction> = new Set([
  'settings.saved',
  'pin.set',
  'provision.taken-over',
]);

const isMissing = ({ code }: StoreNotice) => code === 'settings.missing';

/** What the lines about the manager tell the running till. */
export class TrailNews {
  readonly #now: () => number;
  #tries = FREE_TRIES;
  #notices: StoreNotice[] = [];
  #tellsOfSettings = false;

  /** `now`: ms since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Wrong PINs since the last right one; as many as lock where nobody can know. */
  get tries(): number {
    return this.#tries;
  }

  /** True where the till had settings once. */
  get tellsOfSettings(): boolean {
    return this.#tellsOfSettings;
  }

  /**
   * What happened since the manager last opened the settings and must not stay silent, also over restarts: told until
   * he does, a week at the most.
   */
  get notices(): readonly StoreNotice[] {
    return this.#notices;
  }

  /** Begins anew with what was read. */
  learn(lines: readonly AuditLine[], isWhole: boolean): void {
    this.#notices = [];
    this.#tries = 0;
    for (const line of lines) this.take(line);
    // Nobody knows how many tries a line that is gone has told of.
    if (!isWhole) this.#tries = Math.max(this.#tries, FREE_TRIES);
  }

  /** One more line; true where `notices` are others than before. */
  take({ action, time, reason = '', tries }: AuditLine): boolean {
    if (tries !== undefined) this.#tries = tries;
    this.#tellsOfSettings ||= OF_SETTINGS.has(action);
    const before = this.#notices;
    const code = NOTICES[action];
    const isOld = Math.abs(this.#now() - Date.parse(time)) > NEWS_FOR;
    if (action === 'settings.opened') this.#notices = [];
    // Whoever has set up the till again knows that it was missing.
    if (OF_SETTINGS.has(action) && before.some(isMissing)) {
      this.#notices = before.filter((notice) => !isMissing(notice));
    }
    if (code !== undefined && !isOld && reason !== FIRST_SETTINGS) {
      this.#notices = [...this.#notices, { code, detail: reason }];
    }
    return this.#notices !== before;
  }
}
