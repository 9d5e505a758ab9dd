import type { AuditAction } from '../../app/audit/auditActions.ts';
import type { AuditLine } from './auditEntry.ts';
import type { TrailReading } from './readTrail.ts';
import type { Remembered } from './remembered.ts';
import { counted, type Revision, remembering } from './revision.ts';
import { OF_SETTINGS } from './trailWarnings.ts';

/**
 * Nothing stands in it yet, and its key was there before it: there may have been another one. So it is still where a start was
 * cut short behind the head, which is written before the first line.
 */
export function beginsLate({ head, chains }: TrailReading, isKeyNew: boolean): boolean {
  const isEmpty = chains.manager.last.number === 0 && (head?.manager.number ?? 0) === 0;
  return isEmpty && (head === null ? !isKeyNew : head.tellsAll === false);
}

/** What the lines about the manager tell of the settings. */
export class SettingsNews {
  #revision: Revision = { last: 0, highest: 0 };
  #areUnsure = false;
  #hasBegunLate = false;
  #tellsOfAny = false;

  /** How often they have been changed. */
  get revision(): Revision {
    return this.#revision;
  }

  /** True where a trail could not vouch for them, and no later ones have been set by anybody's word since. */
  get areUnsure(): boolean {
    return this.#areUnsure;
  }

  /** `beginsLate` was true of it, and no line has told of settings since, nor that lines are gone. */
  get hasBegunLate(): boolean {
    return this.#hasBegunLate;
  }

  /** True where the till had some once. */
  get tellsOfAny(): boolean {
    return this.#tellsOfAny;
  }

  /**
   * Lines are gone that may have told of later ones. To be called before a file is begun behind them: that remembers it, so
   * that no kill between its lines, and no start that comes to nothing, makes of it a trail that vouches for anything.
   */
  doubt(): void {
    this.#areUnsure = true;
  }

  /** `beginsLate`. To be called before its first file is begun, as `doubt`. */
  beginLate(): void {
    this.#areUnsure = true;
    this.#hasBegunLate = true;
  }

  /** What has to outlive the lines. */
  get remembered() {
    return {
      settingsRevision: this.#revision.highest > 0 && this.#revision,
      areSettingsUnsure: this.#areUnsure,
      hasBegunLate: this.#hasBegunLate,
      tellsOfSettings: this.#tellsOfAny,
    } as const;
  }

  /** Begins anew with what `takeAll` takes. */
  learn(takeAll: () => void, isWhole: boolean): void {
    const { highest } = this.#revision;
    const wereUnsure = this.#areUnsure;
    const hadBegunLate = this.#hasBegunLate;
    // What has been set by anybody's word counts as later once more.
    this.#revision = { last: 0, highest: 0 };
    this.#areUnsure = false;
    this.#hasBegunLate = false;
    takeAll();
    const { last } = this.#revision;
    this.#revision = { last, highest: Math.max(this.#revision.highest, highest) };
    if (isWhole) return;
    this.#areUnsure ||= wereUnsure;
    this.#hasBegunLate ||= hadBegunLate;
  }

  /** A file begins: everything before it has told this. */
  remember(all: Remembered): void {
    this.#revision = remembering(this.#revision, all.settingsRevision);
    this.#areUnsure = all.areSettingsUnsure ?? false;
    this.#hasBegunLate = all.hasBegunLate ?? false;
    this.#tellsOfAny ||= all.tellsOfSettings ?? false;
  }

  /** One more line. */
  take({ action, settingsRevision, areSettingsUnsure }: AuditLine): void {
    const isDoubt = action === 'settings.unsure' || areSettingsUnsure === true;
    if (isDoubt) this.#areUnsure = true;
    else if ((settingsRevision ?? 0) > this.#revision.highest) this.#areUnsure = false;
    if (isDoubt || settingsRevision !== undefined) this.#hasBegunLate = false;
    this.#revision = counted(this.#revision, settingsRevision);
    this.#tellsOfAny ||= tellsOfSettings(action);
  }
}

function tellsOfSettings(action: AuditAction): boolean {
  return OF_SETTINGS.has(action) || action === 'settings.missing';
}
