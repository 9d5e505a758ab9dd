import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** Writes a moment (ms since 1970) as date and time on the wall of the shop. */
export function useMoment(): (moment: number) => string {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useCallback(
    (moment) =>
      new Intl.DateTimeFormat(language, {
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
      }).format(moment),
    [language],
  );
}
