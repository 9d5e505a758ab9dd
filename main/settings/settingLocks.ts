import { isDeepStrictEqual } from 'node:util';
import {
  type GivenSettings,
  IN_THE_WIZARD,
  type LockedSettings,
  ON_THE_SCREEN,
  sourcesOf,
  viewGiven,
} from '../../app/settings/lockedSettings.ts';
import {
  laidOver,
  laidOverAll,
  namesIn,
  type PartialProvision,
  type SettingName,
  valueIn,
} from '../../app/settings/partialProvision.ts';
import type { Provision } from '../../app/settings/provision.ts';
import { type MachineSettings, NO_MACHINE_SETTINGS } from './machineSettings.ts';

/** What policies and an administrator's file have decided for this start: nobody changes it at the till. */
export class SettingLocks {
  /** By administrators' word alone; the policy's where both say something. */
  readonly values: PartialProvision;
  readonly view: LockedSettings;
  readonly given: GivenSettings;

  constructor({ policy, file, mistakes }: MachineSettings) {
    const trusted = file?.isTrusted ? file : null;
    const part = trusted?.part ?? {};
    const sources = sourcesOf(policy, part);
    this.values = laidOver(policy, part);
    const isFileLocking = Object.values(sources).includes('machine-file');
    this.view = { sources, file: isFileLocking ? (trusted?.path ?? null) : null };
    this.given = viewGiven(this.values, mistakes.length);
  }

  has(name: SettingName): boolean {
    return valueIn(this.values, name) !== undefined;
  }

  /** With what is locked in its place; the PIN is no part of it, since whoever has it may say more by it. */
  over(provision: Provision): Provision {
    const { managerPin: _, ...values } = this.values;
    return laidOverAll(values, provision);
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
