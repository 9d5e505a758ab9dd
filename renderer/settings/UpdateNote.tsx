import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { isProblem, type UpdateProblem } from '../../app/update/updateCodes.ts';
import type { LastCheck, UpdateView } from '../../app/update/updateView.ts';

/** Whether there is anything to say of updates: the chain has set an address. */
export function isUpdated(updates: UpdateView | null): updates is UpdateView {
  return updates !== null && updates.channel !== null;
}

/** How it is with updates, in a section of its own; nobody changes it here. */
export function UpdateNote({ updates }: { updates: UpdateView }) {
  const { t, i18n } = useTranslation();
  const { version, channel, hours, lastCheck, waits, why } = updates;
  return (
    <section
      className="settings-section"
      aria-labelledby="settings-updates"
      data-testid="updates-section"
    >
      <h3 id="settings-updates" tabIndex={-1}>
        {t('settings.updates.title')}
      </h3>
      <div className="settings-updates" data-testid="settings-updates">
        <p>{t('settings.updates.version', { version, channel })}</p>
        <p>{t('settings.updates.hours', { from: hours.from, to: hours.to })}</p>
        <p>{checkWords(t, lastCheck, i18n.language)}</p>
        {waits !== null && <p>{t('settings.updates.waits', { version: waits.version })}</p>}
        {why !== null && <p>{t(`settings.updates.why.${why}`)}</p>}
      </div>
    </section>
  );
}

function checkWords(t: TFunction, check: LastCheck | null, locale: string): string {
  if (check === null) return t('settings.updates.unchecked');
  const { at, outcome, version } = check;
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }).format(
    at,
  );
  if (!isProblem(outcome))
    return t(`settings.updates.check.${outcome}`, { time, version: version ?? '' });
  // Whoever is called asks for the code.
  return t(`settings.updates.problem.${bare(outcome)}`, { time, code: outcome });
}

type Bare<Code> = Code extends `update.${infer Name}` ? Name : never;

function bare<Code extends UpdateProblem>(code: Code): Bare<Code> {
  return code.slice('update.'.length) as Bare<Code>;
}
