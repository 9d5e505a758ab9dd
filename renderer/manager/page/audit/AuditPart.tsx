import { useCallback, useDeferredValue, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AUDIT_GROUPS, type AuditGroup } from '../../../../app/audit/auditActions.ts';
import type { AuditRow } from '../../../../app/audit/auditList.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { Icon } from '../../../icons/Icon.tsx';
import { ManagerTable } from '../ManagerTable.tsx';
import { MoreRows } from '../MoreRows.tsx';
import { Said } from '../Said.tsx';
import { useManagerAnswer } from '../useManagerAnswer.ts';
import { useMoment } from '../useMoment.ts';
import { useOperatorWords } from '../useOperatorWords.ts';
import { actionKey } from './actionKey.ts';
import './audit.css';

/** So many lines are shown at first, and so many more with each press; no more than a call gives. */
const STEP = 50;
const MOST = 200;

/** The audit trail, the latest first, by what it is about and by slip, operator or code. */
export function AuditPart() {
  const { t } = useTranslation();
  const bridge = useBridge();
  const moment = useMoment();
  const operatorWords = useOperatorWords();
  const id = useId();
  const [group, setGroup] = useState<AuditGroup | null>(null);
  const [typed, setTyped] = useState('');
  const [shown, setShown] = useState(STEP);
  const search = useDeferredValue(typed);
  const [asked] = useManagerAnswer(
    useCallback(
      () => bridge.listAudit({ group, search, offset: 0, limit: Math.min(shown, MOST) }),
      [bridge, group, search, shown],
    ),
  );
  const list = asked.kind === 'answered' ? asked.value : null;
  const what = ({ action, code, saves, isSure }: AuditRow) => (
    <>
      <span>{action === null ? code : t(actionKey(action))}</span>
      {saves !== null && (
        <span className="manager-aside">{t('manager.saves', { count: saves })}</span>
      )}
      {!isSure && <span className="manager-aside">{t('manager.audit.unsure')}</span>}
    </>
  );
  return (
    <>
      <div className="manager-filters">
        <label className="manager-filter">
          <span className="field-label">{t('manager.audit.about')}</span>
          <span className="select">
            <select
              className="input"
              data-testid="audit-group"
              value={group ?? ''}
              onChange={({ target }) => {
                setGroup(AUDIT_GROUPS.find((one) => one === target.value) ?? null);
                setShown(STEP);
              }}
            >
              <option value="">{t('manager.audit.everything')}</option>
              {AUDIT_GROUPS.map((one) => (
                <option key={one} value={one}>
                  {t(`manager.audit.groups.${one}`)}
                </option>
              ))}
            </select>
            <Icon name="chevron" />
          </span>
        </label>
        <label className="manager-filter" htmlFor={id}>
          <span className="field-label">{t('manager.audit.search')}</span>
          <input
            id={id}
            className="input"
            data-testid="audit-search"
            autoComplete="off"
            maxLength={64}
            value={typed}
            onChange={({ target }) => {
              setTyped(target.value);
              setShown(STEP);
            }}
          />
        </label>
      </div>
      <Said asked={asked} />
      {list?.isWhole === false && (
        <p className="manager-note tone-warning" role="status" data-testid="audit-broken">
          {t('manager.audit.broken')}
        </p>
      )}
      {list !== null && (
        <ManagerTable
          label={t('manager.sections.audit')}
          testId="audit-rows"
          empty={t('manager.audit.none')}
          columns={['time', 'what', 'operator', 'slip', 'detail'].map((column) =>
            t(`manager.audit.columns.${column as 'time'}`),
          )}
          rows={list.rows.map((row, index) => ({
            key: `${list.total - index}`,
            cells: [
              moment(Date.parse(row.time)),
              what(row),
              row.operatorId === null ? '' : operatorWords(row.operatorId),
              row.slip ?? '',
              row.detail,
            ],
          }))}
        />
      )}
      {list !== null && (
        <MoreRows
          testId="audit"
          listed={list.rows.length}
          total={list.total}
          most={MOST}
          onMore={() => setShown(shown + STEP)}
        />
      )}
    </>
  );
}
