import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillView } from '../../app/ipc/tillView.ts';
import { LANGUAGE_NAMES } from '../../app/settings/locales.ts';
import { useLocale } from '../i18n/useLocale.ts';
import { Icon } from '../icons/Icon.tsx';
import { ManagerEntry } from '../manager/ManagerEntry.tsx';
import { SettingsEntry } from '../settings/SettingsEntry.tsx';
import { OperatorPicker } from './OperatorPicker.tsx';

interface HeaderProps {
  till: TillView;
  /** How the queue stands; in a strip it has another place. */
  badge: ReactNode;
  operatorId: string;
  isChoosing: boolean;
  onChoosing: (isChoosing: boolean) => void;
  onOperator: (operatorId: string) => void;
  /** Small buttons of other parts of the screen. */
  tools?: ReactNode;
  onLock: () => void;
}

export function Header(props: HeaderProps) {
  const { till, badge, tools, onLock, ...operator } = props;
  const { t } = useTranslation();
  const { next, changeLocale } = useLocale();
  return (
    <header className="header">
      <h1 className="visually-hidden">{t('app.product')}</h1>
      <p className="header-shop" title={till.shopId} data-shortened>
        <span>{t('header.shop', { shop: till.shopId })}</span>
      </p>
      <OperatorPicker operators={till.operators} {...operator} />
      {badge}
      <div className="header-tools">
        {tools}
        {till.locked.sources.locale === undefined && (
          <button
            type="button"
            className="button button-quiet"
            data-testid="locale"
            lang={next}
            onClick={() => changeLocale(next)}
          >
            {LANGUAGE_NAMES[next].short}
          </button>
        )}
        <button
          type="button"
          className="button button-quiet"
          data-testid="lock"
          aria-keyshortcuts="F9"
          onClick={onLock}
        >
          <kbd>F9</kbd> <Icon name="lock" />
          <span className="visually-hidden">{t('lock.lock')}</span>
        </button>
        <ManagerEntry {...operator} />
        <SettingsEntry
          question={till.question}
          move={till.move}
          isOldKeyNeeded={till.isOldKeyNeeded}
        />
      </div>
    </header>
  );
}
