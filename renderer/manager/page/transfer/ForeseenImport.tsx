import { useTranslation } from 'react-i18next';
import type { ImportForeseen } from '../../../../app/move/foreseen.ts';
import { HELD_REASONS } from '../../../../app/outbox/save.ts';
import { visibleText } from '../../../i18n/visibleText.ts';
import { useMoment } from '../useMoment.ts';

/** What taking over a file would do as things are now. */
export function ForeseenImport({ seen }: { seen: ImportForeseen }) {
  const { t } = useTranslation();
  const moment = useMoment();
  const some = (texts: readonly string[]) =>
    texts
      .filter((text) => text !== '')
      .map(visibleText)
      .join(', ') || '?';
  const { saves, exportedAt, shops, brands, hosts, sent, here, closed, idTaken, held } = seen;
  return (
    <ul className="transfer-list" data-testid="import-foreseen" data-question>
      <li>{t('manager.transfer.inFile', { count: saves, date: moment(exportedAt) })}</li>
      <li>{t('manager.transfer.madeIn', { places: some(shops) })}</li>
      <li>{t('manager.transfer.madeFor', { brands: some(brands), hosts: some(hosts) })}</li>
      <li>{t('manager.transfer.sent', { count: sent })}</li>
      {here > 0 && <li>{t('manager.transfer.here', { count: here })}</li>}
      {closed > 0 && <li>{t('manager.transfer.closed', { count: closed })}</li>}
      {HELD_REASONS.map((reason) => {
        const count = held[reason] ?? 0;
        return count > 0 && <li key={reason}>{t(`manager.transfer.held.${reason}`, { count })}</li>;
      })}
      {idTaken > 0 && (
        <li className="move-warning">{t('manager.transfer.idTaken', { count: idTaken })}</li>
      )}
    </ul>
  );
}
