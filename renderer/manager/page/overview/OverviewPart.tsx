import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf } from '../../../../app/totals/days.ts';
import { useBridge } from '../../../bridge/BridgeContext.tsx';
import { useOneAtATime } from '../../useOneAtATime.ts';
import { Figure } from '../chart/Figure.tsx';
import { type ManagerFailure, useManager } from '../ManagerContext.ts';
import { Said } from '../Said.tsx';
import { useManagerAnswer } from '../useManagerAnswer.ts';
import { hoursFigure } from './hoursFigure.ts';
import { operatorsFigure } from './operatorsFigure.ts';
import { outagesFigure } from './outagesFigure.ts';
import { minuteWords } from './overviewWords.ts';
import { countOf, statesFigure, stateWords } from './statesFigure.ts';
import { waitsFigure } from './waitsFigure.ts';
import './overview.css';

/** Today is the last of them. */
const DAYS = 30;

/** Today and the last 30 days: as charts, as tables, and on paper. */
export function OverviewPart() {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const bridge = useBridge();
  const { call } = useManager();
  const once = useOneAtATime();
  const [isTable, setTable] = useState(false);
  const [printFailure, setPrintFailure] = useState<ManagerFailure | null>(null);
  const [asked, again] = useManagerAnswer(
    useCallback(async () => {
      const till = await bridge.getTill();
      if (!till.ok) return till;
      const days = await bridge.getDays({ last: dayOf(Date.now()), count: DAYS });
      if (!days.ok) return days;
      const outages = await bridge.listOutages({ days: DAYS });
      if (!outages.ok) return outages;
      const { operators, shopId } = till.value;
      const value = { operators, shopId, days: days.value, outages: outages.value, at: Date.now() };
      return { ok: true as const, value };
    }, [bridge]),
  );
  const found = asked.kind === 'answered' ? asked.value : null;
  const figures = useMemo(() => {
    if (found === null) return null;
    const words = { t, language };
    const { days, outages, operators } = found;
    const today = days.at(-1);
    if (today === undefined) return null;
    return {
      today,
      hours: hoursFigure(today, words),
      states: statesFigure(days, words),
      operators: operatorsFigure(days, operators, words),
      waits: waitsFigure(days, words),
      outages: outagesFigure(
        outages,
        days.map(({ day }) => day),
        words,
      ),
    };
  }, [found, t, language]);
  const print = () =>
    once(async () => {
      setPrintFailure(null);
      const answer = await call(() => bridge.printPage());
      if (!answer.ok && answer.code !== 'session.ended') setPrintFailure(answer.code);
    });
  return (
    <>
      <div className="overview-bar">
        <button
          type="button"
          className="button"
          data-testid="overview-view"
          aria-pressed={isTable}
          onClick={() => setTable(!isTable)}
        >
          {t('manager.overview.tables')}
        </button>
        <button type="button" className="button" data-testid="overview-again" onClick={again}>
          {t('manager.overview.again')}
        </button>
        <button
          type="button"
          className="button"
          data-testid="overview-print"
          disabled={figures === null}
          onClick={() => void print()}
        >
          {t('manager.overview.print')}
        </button>
      </div>
      <p className="field-error" role="alert" data-testid="overview-print-failure">
        {printFailure !== null && t(`failure.${printFailure}`)}
      </p>
      <Said asked={asked} />
      {found !== null && figures !== null && (
        <div className="overview" data-testid="overview">
          <p className="overview-when">
            {t('manager.overview.asOf', {
              time: minuteWords(found.at, language),
              shop: found.shopId,
            })}
          </p>
          <dl className="overview-today" aria-label={t('manager.overview.today')}>
            <Tile name={t('manager.overview.registered')} count={figures.today.registered} />
            {(['accepted', 'waiting', 'held'] as const).map((state) => (
              <Tile key={state} name={stateWords(state, t)} count={countOf(figures.today, state)} />
            ))}
          </dl>
          {(['hours', 'states', 'operators', 'waits', 'outages'] as const).map((name) => (
            <Figure
              key={name}
              testId={`overview-${name}`}
              title={t(`manager.overview.titles.${name}`)}
              content={figures[name]}
              empty={t(name === 'outages' ? 'manager.overview.noOutage' : 'manager.overview.none')}
              isTable={isTable}
            />
          ))}
        </div>
      )}
    </>
  );
}

function Tile({ name, count }: { name: string; count: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{count}</dd>
    </div>
  );
}
