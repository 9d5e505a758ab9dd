import type { AuditAction } from '../../app/audit/auditActions.ts';
import type { StoreWarning } from '../../app/outbox/outboxView.ts';
import { FREE_TRIES } from '../../app/settings/lockLength.ts';
import type { AuditEntry, AuditLine } from './auditEntry.ts';
import { ErasingNews } from './erasingNews.ts';
import { type Remembered, whatIs } from './remembered.ts';
import { counted, type Revision, remembering } from './revision.ts';
import { SettingsNews } from './settingsNews.ts';
import { isEnded, isTold, latestOf, type Told, WARNINGS } from './trailWarnings.ts';

/** What a manager has not looked after in this time (ms) is no news any more. */
const NEWS_FOR_MS = 7 * 24 * 60 * 60 * 1_000;

/** The first settings of a till take nobody's place. */
export const FIRST_SETTINGS = 'first';

/** So much of it is carried on at the most. */
const MOST_CARRIED = 32;

/** Of so many trails that were set aside a new file knows, the latest: somebody may have had ever so many watched. */
const MOST_ASIDE = 256;

/** Between what the line of a trail that was set aside carries. */
const CARRIED = '; ';

/** Which trail lies in which folder that was set aside: `trail.kept FOLDER HASH`. */
const KEPT = /^trail\.kept (\S+) (\S+)$/;

/** What the lines about the manager tell the running till. */
export class TrailNews {
  readonly #now: () => number;
  #tries = FREE_TRIES;
  #told: Told[] = [];
  #pinRevision: Revision = { last: 0, highest: 0 };
  /** What they tell of the settings. */
  readonly settings = new SettingsNews();
  /** And of erasings. */
  readonly erasings: ErasingNews;
  /** The latest time that a line has had so far (ms since 1970). */
  #latest = Number.NEGATIVE_INFINITY;
  readonly #trailsAside = new Map<string, string>();

  /** `now`: ms since 1970. */
  constructor(now: () => number) {
    this.#now = now;
    this.erasings = new ErasingNews(now);
  }

  /** Wrong PINs since the last right one; as many as lock where nobody can know. */
  get tries(): number {
    return this.#tries;
  }

  get pinRevision(): Revision {
    return this.#pinRevision;
  }

  /** What trails that were set aside are known by, by their folders: those that nobody has missed yet. */
  get trailsAside(): ReadonlyMap<string, string> {
    return this.#trailsAside;
  }

  /**
   * What happened since the manager last opened the settings and must not stay silent, also over restarts: told until
   * he does, a week at the most. A PIN that was put back opens the settings as well: that is told until one is set.
   */
  get warnings(): readonly StoreWarning[] {
    // Each time anew: whoever sets the clock for the moment of a start hides it no longer than that.
    const oldest = this.#now() - NEWS_FOR_MS;
    return this.#told.filter(({ at }) => at >= oldest).map(withoutTime);
  }

  /** What nothing has ended, whatever the clock says of it: the latest, each once. */
  get unended(): readonly StoreWarning[] {
    return latestOf(this.#told, MOST_CARRIED).map(withoutTime);
  }

  /** What has to outlive the file that its line stands in; undefined where nothing has. */
  get remembered(): Remembered | undefined {
    return whatIs({
      tries: this.#tries,
      pinRevision: this.#pinRevision.highest > 0 && this.#pinRevision,
      ...this.settings.remembered,
      ...this.erasings.remembered,
      trailsAside: [...this.#trailsAside].slice(-MOST_ASIDE),
      told: latestOf(this.#told, MOST_CARRIED),
      // No line is older than those before it, whoever sets the clock.
      latest: Number.isFinite(this.#latest) && this.#latest,
    });
  }

  /** Begins anew with what was read. */
  learn(lines: readonly (AuditLine | Remembered)[], isWhole: boolean): void {
    const [told, tries] = [this.#told, this.#tries];
    this.#told = [];
    this.#tries = 0;
    this.#latest = Number.NEGATIVE_INFINITY;
    const takeAll = () => {
      for (const one of lines) {
        if ('action' in one) this.take(one);
        else this.#remember(one);
      }
    };
    this.settings.learn(takeAll, isWhole);
    if (isWhole) return;
    // What this run knew from a line that is gone holds on; nobody knows how many tries one of before has told of.
    this.#told = latestOf([...told, ...this.#told], MOST_CARRIED);
    this.#tries = Math.max(this.#tries, tries, FREE_TRIES);
  }

  /** A file begins: everything before it has told this, also what is nowhere any more. */
  #remember(all: Remembered): void {
    const { told = [], trailsAside = [], latest = Number.NEGATIVE_INFINITY } = all;
    this.#tries = all.tries ?? 0;
    this.#pinRevision = remembering(this.#pinRevision, all.pinRevision);
    this.settings.remember(all);
    this.erasings.remember(all);
    for (const [name, hash] of trailsAside) this.#trailsAside.set(name, hash);
    this.#told = told.filter(isTold);
    this.#latest = Math.max(this.#latest, latest);
  }

  /** One more line; true where `warnings` are others than before. */
  take(line: AuditLine): boolean {
    const { action, time, reason = '', tries, revision } = line;
    if (tries !== undefined) this.#tries = tries;
    this.#pinRevision = counted(this.#pinRevision, revision);
    const parts = reason.split(CARRIED);
    if (action === 'trail.set-aside')
      for (const [, name = '', hash = ''] of parts.flatMap((part) => [KEPT.exec(part) ?? []]))
        if (name !== '') this.#trailsAside.set(name, hash);
    if (action === 'trail.broken')
      for (const part of parts) this.#trailsAside.delete(part.split(' ', 1)[0] ?? '');
    const before = this.#told;
    const code = WARNINGS[action];
    // Whoever sets the clock for the moment of a line silences none: it is no older than those before it, and one ahead is news.
    this.#latest = Math.max(this.#latest, Date.parse(time));
    this.settings.take(line);
    this.erasings.take(line);
    const at = this.#latest;
    if (before.some((warning) => isEnded(warning, action))) {
      this.#told = before.filter((warning) => !isEnded(warning, action));
    }
    if (code !== undefined && reason !== FIRST_SETTINGS) {
      const isAside = action === 'trail.set-aside';
      const detail = isAside ? (parts[0] ?? '') : reason;
      const carried = isAside ? parts.slice(1).flatMap(warningIn) : [];
      this.#told = [
        ...this.#told,
        ...[{ code, detail }, ...carried].map((one) => ({ ...one, at })),
      ];
    }
    return this.#told !== before;
  }
}

/**
 * The line with which the next trail goes on where this one was set aside with settings that come along. `name`: of its
 * folder; `hash`: what it is known by.
 */
export function carriedEntry(name: string, hash: string, news: TrailNews): AuditEntry {
  const kept = [...news.trailsAside, [name, hash]].map(keptIn);
  const told = news.unended.flatMap(({ code, detail }) => {
    const [action] = Object.entries(WARNINGS).find(([, its]) => its === code) ?? [];
    return action === undefined ? [] : [`${action} ${detail}`];
  });
  return {
    action: 'trail.set-aside',
    operatorId: null,
    slip: null,
    reason: [name, ...kept, ...told].join(CARRIED),
    tries: news.tries,
    revision: news.pinRevision.highest,
    settingsRevision: news.settings.revision.highest,
  };
}

/** The line for one that was set aside and of which nothing is carried on: where it lies, and what it is known by. */
export function leftEntry(name: string, hash: string): AuditEntry {
  const reason = [name, keptIn([name, hash])].join(CARRIED);
  return { action: 'trail.set-aside', operatorId: null, slip: null, reason };
}

/** As `KEPT` reads it. */
function keptIn(one: readonly string[]): string {
  return `trail.kept ${one.join(' ')}`;
}

/** Of `provision.taken-over brand,address`. */
function warningIn(text: string): StoreWarning[] {
  const [action = ''] = text.split(' ', 1);
  const code = WARNINGS[action as AuditAction];
  return code === undefined ? [] : [{ code, detail: text.slice(action.length + 1) }];
}

function withoutTime({ code, detail }: Told): StoreWarning {
  return { code, detail };
}
