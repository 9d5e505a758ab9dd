import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { isProblem, NEVER, type Obstacle } from '../../app/update/updateCodes.ts';
import type { LastCheck, UpdateView } from '../../app/update/updateView.ts';

/** How it is with updates, where the chain has set an address; nobody changes it here. */
export function UpdateNote({ updates }: { updates: UpdateView | null }) {
  const { t, i18n } = useTranslation();
  if (updates === null || updates.channel === null) return null;
  const { version, channel, hours, lastCheck, waits, why } = updates;
  return (
    <div className="field-hint" data-testid="settings-updates">
      <p>{t('settings.updates.version', { version, channel })}</p>
      <p>{t('settings.updates.hours', { from: hours.from, to: hours.to })}</p>
      <p>{checkWords(t, lastCheck, i18n.language)}</p>
      {waits !== null && <p>{t('settings.updates.waits', { version: waits.version })}</p>}
      {why !== null && <p>{whyWords(t, why)}</p>}
    </div>
  );
}

function checkWords(t: TFunction, check: LastCheck | null, locale: string): string {
  if (check === null) return t('settings.updates.unchecked');
  const { at, outcome, version } = check;
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }).format(
    at,
  );
  if (isProblem(outcome)) return t('settings.updates.check.problem', { time, code: outcome });
  return t(`settings.updates.check.${outcome}`, { time, version: version ?? '' });
}

function whyWords(t: TFunction, why: Obstacle): string {
  if ((NEVER as readonly string[]).includes(why))
    return t('settings.updates.why.never', { code: why });
  if (why === 'open' || why === 'tried') return t(`settings.updates.why.${why}`);
  return t('settings.updates.why.busy', { code: why });
}
