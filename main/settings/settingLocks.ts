import { isDeepStrictEqual } from 'node:util';
import {
  type GivenSettings,
  IN_THE_WIZARD,
  type LockedSettings,
  NOTHING_GIVEN,
  NOTHING_LOCKED,
  ON_THE_SCREEN,
  sourcesOf,
  viewGiven,
} from '../../app/settings/lockedSettings.ts';
import {
  accountLaidOver,
  asWhole,
  namesIn,
  type PartialProvision,
  type SettingName,
  valueIn,
  withSecretsOf,
} from '../../app/settings/partialProvision.ts';
import type { Provision } from '../../app/settings/provision.ts';
import { type MachineSettings, NO_MACHINE_SETTINGS } from './machineSettings.ts';

/** What policies and an administrator's file have decided for this start: nobody changes it at the till. */
export class SettingLocks {
  /** By administrators' word alone; the policy's where both say something. */
  values: PartialProvision = {};
  view: LockedSettings = NOTHING_LOCKED;
  given: GivenSettings = NOTHING_GIVEN;
  readonly #machine: MachineSettings;

  constructor(machine: MachineSettings) {
    this.#machine = machine;
    const { policy, file } = machine;
    // A secret of the file is for the file's own address.
    this.#lock(accountLaidOver(policy, (file?.isTrusted && file.part) || {}));
  }

  /**
   * Nothing is decided about the gateway after all: it would be another address or key than the stored one, without its
   * secret. Whoever has that types it with the address, and the next start locks both.
   */
  leaveGateway(): void {
    const { gateway: _, ...values } = this.values;
    this.#lock(values);
  }

  #lock(values: PartialProvision): void {
    const { policy, file, mistakes } = this.#machine;
    const part = (file?.isTrusted && file.part) || {};
    const names = new Set(namesIn(values));
    const sources = Object.fromEntries(
      Object.entries(sourcesOf(policy, part)).filter(([name]) => names.has(name as SettingName)),
    );
    const isFileLocking = Object.values(sources).includes('machine-file');
    this.values = values;
    this.view = { sources, file: isFileLocking ? (file?.path ?? null) : null };
    this.given = viewGiven(values, mistakes.length);
  }

  has(name: SettingName): boolean {
    return valueIn(this.values, name) !== undefined;
  }

  /**
   * With what is locked in its place; the PIN is no part of it, since whoever has it may say more by it. Where another
   * address or key is locked than it names, its secret is not sent there: the stored one goes on, which is for them, or
   * there is none (null).
   */
  over(provision: Provision, stored: Provision | null): Provision | null {
    const { managerPin: _, ...values } = this.values;
    const laid = accountLaidOver(values, provision);
    return asWhole(stored === null ? laid : withSecretsOf(stored, laid));
  }

  /** What a file says otherwise than it is locked. */
  overruled(provision: Provision): SettingName[] {
    return namesIn(this.values).filter((name) => {
      const said = valueIn(provision, name);
      return said !== undefined && !isDeepStrictEqual(said, valueIn(this.values, name));
    });
  }

  /** Whether these settings, as the page sent them, change something that is locked. `isFirst`: the wizard has sent them. */
  refuses(provision: Provision, isFirst: boolean): boolean {
    return (isFirst ? IN_THE_WIZARD : ON_THE_SCREEN).some(
      (name) =>
        this.has(name) && !isDeepStrictEqual(valueIn(provision, name), valueIn(this.values, name)),
    );
  }
}

export const NO_LOCKS = new SettingLocks(NO_MACHINE_SETTINGS);
