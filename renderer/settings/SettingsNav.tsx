import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMediaQuery } from '../media/useMediaQuery.ts';
import '../parts/sectionNav.css';

/** The sections in their order: the id of each one's heading, and its words. */
const SECTIONS = {
  'settings-gateway': 'settings.gateway',
  'connection-title': 'connection.title',
  'settings-shop': 'settings.shop',
  'settings-operators': 'settings.operators',
  'settings-window': 'settings.window.title',
  'settings-api': 'settings.api.title',
  'settings-updates': 'settings.updates.title',
  'change-pin-title': 'settings.changePin',
  'move-title': 'move.section',
  'replace-key-title': 'replaceKey.title',
} as const;

type Section = keyof typeof SECTIONS;
const ALL = Object.keys(SECTIONS) as Section[];
const WITHOUT_UPDATES = ALL.filter((id) => id !== 'settings-updates');

/** How far below the upper edge a heading counts as read, at the beginning (px). */
const READ_LINE = 80;

/**
 * Where somebody reads: near the upper edge at the beginning, at the lower one at the end. The last sections never come
 * up to the upper edge, and each has its turn all the same.
 */
function readLine(area: HTMLElement): number {
  const { top, height } = area.getBoundingClientRect();
  const way = area.scrollHeight - area.clientHeight;
  const done = way <= 0 ? 0 : Math.min(1, area.scrollTop / way);
  return top + READ_LINE + done * (height - READ_LINE);
}

interface SettingsNavProps {
  scroll: RefObject<HTMLDivElement | null>;
  /** Whether there is a section about updates. */
  hasUpdates: boolean;
}

/** All sections beside what they say: one tap to each, and which one is being read. */
export function SettingsNav({ scroll, hasUpdates }: SettingsNavProps) {
  const { t } = useTranslation();
  const ids = hasUpdates ? ALL : WITHOUT_UPDATES;
  const [current, setCurrent] = useState<Section>('settings-gateway');
  /** How far down the last press has led (px), or null. */
  const ledTo = useRef<number | null>(null);
  useEffect(() => {
    const area = scroll.current;
    if (area === null) return;
    const look = () => {
      // Where a press has led is what is read, until somebody scrolls on.
      if (area.scrollTop === ledTo.current) return;
      ledTo.current = null;
      const line = readLine(area);
      const isRead = (id: Section) =>
        (document.getElementById(id)?.getBoundingClientRect().top ?? line) < line;
      setCurrent(ids.filter(isRead).at(-1) ?? 'settings-gateway');
    };
    area.addEventListener('scroll', look);
    return () => area.removeEventListener('scroll', look);
  }, [scroll, ids]);
  const show = (id: Section) => {
    const heading = document.getElementById(id);
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
    ledTo.current = scroll.current?.scrollTop ?? null;
    setCurrent(id);
  };
  // Beside a narrow strip there is no room for a column.
  const isColumn = useMediaQuery('(min-width: 720px)');
  if (!isColumn) {
    return (
      <select
        className="input settings-sections"
        data-testid="settings-sections"
        aria-label={t('settings.title')}
        value={current}
        onChange={({ target }) => {
          const id = ids.find((one) => one === target.value);
          if (id !== undefined) show(id);
        }}
      >
        {ids.map((id) => (
          <option key={id} value={id}>
            {t(SECTIONS[id])}
          </option>
        ))}
      </select>
    );
  }
  return (
    <nav className="section-nav settings-nav" aria-label={t('settings.title')} data-scrolls>
      {ids.map((id) => (
        <button
          key={id}
          type="button"
          className="section-link"
          data-testid={`to-${id}`}
          aria-current={id === current ? 'true' : undefined}
          onClick={() => show(id)}
        >
          {t(SECTIONS[id])}
        </button>
      ))}
    </nav>
  );
}
