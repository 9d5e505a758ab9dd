import type { StoreWarning } from '../app/outbox/outboxView.ts';
import type { AuditTrail } from './audit/auditTrail.ts';
import type { Hold } from './lease/hold.ts';
import type { Provisioning } from './settings/provisioning.ts';
import type { SettingsStore } from './settings/settingsStore.ts';

type Code = StoreWarning['code'];

/** What of the till's parts tells for itself. */
interface Telling {
  settings: Pick<SettingsStore, 'setBack'>;
  provisioning: Pick<Provisioning, 'overruled'>;
  audit: Pick<AuditTrail, 'warnings'>;
  hold: Pick<Hold, 'warning'>;
}

/** What must not stay silent: what was found once, and what holds now. */
export class TillWarnings {
  readonly #found: StoreWarning[];
  readonly #now = new Map<Code, string>();
  readonly #onChanged: () => void;

  constructor(found: readonly StoreWarning[], onChanged: () => void) {
    this.#found = [...found];
    this.#onChanged = onChanged;
  }

  /** What was found so far. */
  get found(): readonly StoreWarning[] {
    return this.#found;
  }

  /** While the till opens: nobody is shown anything yet. */
  add(found: readonly StoreWarning[]): void {
    for (const warning of found) this.#found.push(warning);
  }

  /** Something that holds now (`detail`), or no longer (null). */
  tell(code: Code, detail: string | null): void {
    if (detail === (this.#now.get(code) ?? null)) return;
    if (detail === null) this.#now.delete(code);
    else this.#now.set(code, detail);
    this.#onChanged();
  }

  /** All that the window has to tell of a till with these parts. */
  all({ settings, provisioning, audit, hold }: Telling): StoreWarning[] {
    const now = [...this.#now].map(([code, detail]): StoreWarning => ({ code, detail }));
    const { setBack } = settings;
    const old: StoreWarning[] = setBack === null ? [] : [{ code: setBack, detail: '' }];
    const overruled = provisioning.overruled.join(',');
    if (overruled !== '') old.push({ code: 'provision.overruled', detail: overruled });
    const others = hold.warning === null ? [] : [hold.warning];
    return [...this.#found, ...now, ...old, ...audit.warnings, ...others];
  }
}
