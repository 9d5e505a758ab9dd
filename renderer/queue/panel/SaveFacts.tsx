import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaveRow } from '../../../app/outbox/saveList.ts';
import { saveTime } from '../saveTime.ts';
import { useNow } from '../useNow.ts';

/** What is known of one save: who, when, by whom, and by which codes the gateway answered. */
export function SaveFacts({ row }: { row: SaveRow }) {
  const { t, i18n } = useTranslation();
  const now = useNow(60_000);
  const timeOf = (moment: number) => saveTime(i18n.language, moment, now);
  const codes = [row.code, row.subCode].filter(Boolean).join(' · ');
  return (
    <dl className="queue-facts">
      <Fact name={t('queue.member')}>
        {row.masked.mobile || t('recent.noMobile')} {row.masked.name}
      </Fact>
      <Fact name={t('queue.madeAt')}>
        {t('queue.madeBy', { time: timeOf(row.createdAt), operator: row.operatorId })}
      </Fact>
      {row.exportedAt !== null && (
        <Fact name={t('queue.exportedAt')}>{timeOf(row.exportedAt)}</Fact>
      )}
      {row.attempts > 0 && row.state !== 'accepted' && (
        <Fact name={t('queue.attempts')}>{t('recent.attempts', { count: row.attempts })}</Fact>
      )}
      {row.corrects !== null && <Fact name={t('queue.corrects')}>{row.corrects}</Fact>}
      {row.correctedBy !== null && <Fact name={t('queue.correctedBy')}>{row.correctedBy}</Fact>}
      {row.settledAt !== null && row.closing === null && (
        <Fact name={t('queue.settledAt')}>{timeOf(row.settledAt)}</Fact>
      )}
      {row.closing !== null && (
        <Fact name={t('queue.closed')}>
          {t('queue.closedBy', {
            reason: t(`queue.reasons.${row.closing.reason}`),
            time: row.settledAt === null ? '–' : timeOf(row.settledAt),
            operator: row.closing.operatorId,
          })}
        </Fact>
      )}
      {row.field !== null && <Fact name={t('queue.about')}>{t(`form.${row.field}`)}</Fact>}
      {row.state !== 'accepted' && codes !== '' && (
        <Fact name={t('queue.said')}>
          <span className="queue-code">{codes}</span>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="queue-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
