import { z } from 'zod';
import { LOCALES, type Locale } from '../../app/settings/locales.ts';
import { type Provision, parseStoredProvision } from '../../app/settings/provision.ts';
import { settingsPlace } from '../vault/sealedTexts.ts';
import type { Vault } from '../vault/vault.ts';
import { type PinRecord, pinRecordSchema } from './managerPin.ts';

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

/** What can be read of the file's text: null for nothing at all; `isWhole`: it is all that was written. */
export function openSettings(
  vault: Vault,
  text: string,
): { content: SettingsContent | null; isWhole: boolean } {
  let content: SettingsContent | null = null;
  try {
    const file = fileSchema.parse(JSON.parse(text));
    const { locale, isSoundOn, sealedPin, sealedProvision, revision } = file;
    content = { provision: null, locale, isSoundOn, pin: null, revision: 0, tillId: null };
    if (sealedPin !== null) {
      content.pin = pinRecordSchema.parse(JSON.parse(vault.open(sealedPin, PIN_PLACE) ?? ''));
    }
    if (sealedProvision === null) return { content, isWhole: true };
    const sealed = JSON.parse(vault.open(sealedProvision, settingsPlace(revision)) ?? '');
    const { tillId, ...rest } = ownSchema.parse(sealed);
    const parsed = parseStoredProvision(JSON.stringify(rest));
    if (parsed.ok) {
      const provision = parsed.value;
      return { content: { ...content, provision, revision, tillId }, isWhole: true };
    }
  } catch {
    // As below.
  }
  return { content, isWhole: false };
}
