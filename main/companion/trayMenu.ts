import { CATALOGUES } from '../../app/messages/catalogues.ts';
import type { Locale } from '../../app/settings/locales.ts';
import type { TrayState } from './trayState.ts';

export type TrayAction = 'open' | 'send-now' | 'quit';

/** One row of the tray's menu: an action, what the queue is doing (`action: null`), or a line between. */
export type TrayRow = { label: string; action: TrayAction | null } | 'line';

/** `mayQuit`: a kiosk ends by nothing that anybody finds there. */
export function trayRows(
  locale: Locale,
  state: TrayState,
  { mayQuit }: { mayQuit: boolean },
): TrayRow[] {
  const words = CATALOGUES[locale].companion;
  return [
    ...queueWords(locale, state).map((label) => ({ label, action: null })),
    'line',
    { label: words.open, action: 'open' },
    ...(state.waiting > 0 ? [{ label: words.sendNow, action: 'send-now' as const }] : []),
    ...(mayQuit ? (['line', { label: words.quit, action: 'quit' }] as const) : []),
  ];
}

export function trayText(locale: Locale, state: TrayState): string {
  return ['Tillside', ...queueWords(locale, state)].join(' · ');
}

function queueWords(locale: Locale, { waiting, held, isStopped }: TrayState): string[] {
  const { state } = CATALOGUES[locale].companion;
  const counted = (text: string, count: number) => text.replace('{{count}}', String(count));
  if (waiting + held === 0) return [state.sent];
  return [
    ...(waiting > 0 ? [counted(state.waiting, waiting)] : []),
    ...(isStopped ? [state.stopped] : []),
    ...(held > 0 ? [counted(state.held, held)] : []),
  ];
}
