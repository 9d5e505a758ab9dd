import { z } from 'zod';
import { LOCALES, type Locale } from '../../app/settings/locales.ts';
import {
  hasUnknownKeys,
  isOfLaterVersion,
  type Provision,
  parseStoredProvision,
} from '../../app/settings/provision.ts';
import { settingsPlace } from '../vault/sealedTexts.ts';
import type { Vault } from '../vault/vault.ts';
import { type PinRecord, pinRecordSchema } from './managerPin.ts';

/** The settings, sealed, in the data folder. */
export const SETTINGS_FILE = 'settings.json';

const fileSchema = z.strictObject({
  format: z.literal(1),
  /** The provisioning with its secrets, sealed; null before the first. */
  sealedProvision: z.string().nullable(),
  locale: z.enum(LOCALES),
  /** Absent in files of the first version. */
  isSoundOn: z.boolean().default(true),
  /** Absent in files of the first version. */
  sealedPin: z.string().nullable().default(null),
  /** How often the provisioning has changed; another one does not open it. Absent in older files. */
  revision: z.int().nonnegative().default(0),
});

/** What `settings.json` holds. */
export interface SettingsContent {
  provision: Provision | null;
  locale: Locale;
  isSoundOn: boolean;
  pin: PinRecord | null;
  revision: number;
  /** Which till was set up; null of a version that did not say. */
  tillId: string | null;
}

/** Sealed with the provisioning, so that nobody parts the two. */
const ownSchema = z.looseObject({ tillId: z.string().nullable().default(null) });

const PIN_PLACE = 'manager pin';

/** The text of the file. */
export function sealSettings(vault: Vault, content: SettingsContent): string {
  const { provision, locale, isSoundOn, pin, revision, tillId } = content;
  const seal = (value: unknown, place: string) =>
    value === null ? null : vault.seal(JSON.stringify(value), place);
  const file: z.input<typeof fileSchema> = {
    format: 1,
    sealedProvision: seal(provision && { ...provision, tillId }, settingsPlace(revision)),
    locale,
    isSoundOn,
    sealedPin: seal(pin, PIN_PLACE),
    revision,
  };
  return JSON.stringify(file);
}

/** What could be read of the file. */
export interface OpenedSettings {
  /** Null: nothing at all. */
  content: SettingsContent | null;
  /** It is all that was written. */
  isWhole: boolean;
  /** Nothing is damaged: a later version of the program has written what this one does not know. */
  isNewer: boolean;
}

const newerFile = z.looseObject({ format: z.int().min(2) });

/** What can be read of the file's text. */
export function openSettings(vault: Vault, text: string): OpenedSettings {
  let content: SettingsContent | null = null;
  const opened = (isWhole: boolean, isNewer = false) => ({ content, isWhole, isNewer });
  try {
    const json: unknown = JSON.parse(text);
    if (newerFile.safeParse(json).success) return opened(false, true);
    const file = fileSchema.parse(json);
    const { locale, isSoundOn, sealedPin, sealedProvision, revision } = file;
    content = { provision: null, locale, isSoundOn, pin: null, revision: 0, tillId: null };
    if (sealedPin !== null) {
      const pin = pinRecordSchema.safeParse(JSON.parse(vault.open(sealedPin, PIN_PLACE) ?? ''));
      if (!pin.success) return opened(false, hasUnknownKeys(pin.error));
      content.pin = pin.data;
    }
    if (sealedProvision === null) return opened(true);
    const sealed = JSON.parse(vault.open(sealedProvision, settingsPlace(revision)) ?? '');
    const { tillId, ...rest } = ownSchema.parse(sealed);
    const parsed = parseStoredProvision(JSON.stringify(rest));
    // The seal has opened: every byte is what some version of this program has written. A value that this one does not
    // take may be of an earlier one.
    if (!parsed.ok) return opened(false, isOfLaterVersion(rest));
    content = { ...content, provision: parsed.value, revision, tillId };
    return opened(true);
  } catch {
    return opened(false);
  }
}
