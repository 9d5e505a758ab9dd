import type { ReactNode } from 'react';

export type IconName =
  | 'tick'
  | 'clock'
  | 'arrow-up'
  | 'arrow-left'
  | 'alert'
  | 'cross'
  | 'minus'
  | 'backspace'
  | 'enter'
  | 'chevron'
  | 'undo'
  | 'lock'
  | 'person'
  | 'calendar'
  | 'sound'
  | 'muted'
  | 'gear'
  | 'chart'
  | 'bin'
  | 'word';

/** Each state has a shape of its own: disc, ring, triangle, bar. Colour is never the only sign. */
const SHAPES: Record<IconName, ReactNode> = {
  tick: (
    <>
      <circle cx="12" cy="12" r="10" fill="currentColor" />
      <path className="icon-cut" d="m7 12.5 3.4 3.4L17 9" />
    </>
  ),
  clock: <path d="M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z" />,
  'arrow-up': <path d="M12 16V8m-3.5 3.5L12 8l3.5 3.5M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z" />,
  'arrow-left': <path d="M20 12H5m6-6-6 6 6 6" />,
  alert: (
    <>
      <path d="M12 2.5 23 21.5H1Z" fill="currentColor" strokeWidth="1" />
      <path className="icon-cut" d="M12 9v6m0 3.2v.1" />
    </>
  ),
  cross: (
    <>
      <path d="M8 2h8l6 6v8l-6 6H8l-6-6V8Z" fill="currentColor" strokeWidth="1" />
      <path className="icon-cut" d="m8.5 8.5 7 7m0-7-7 7" />
    </>
  ),
  minus: <path d="M7 12h10M4 4h16v16H4Z" />,
  backspace: <path d="M9 5h11v14H9l-6-7Zm3 4 5 6m0-6-5 6" />,
  enter: <path d="M19 6v6a2 2 0 0 1-2 2H6m4-4-4 4 4 4" />,
  chevron: <path d="m6 9 6 6 6-6" />,
  sound: <path d="M4 9v6h4l5 4V5L8 9Zm12.5-.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12" />,
  muted: <path d="M4 9v6h4l5 4V5L8 9Zm12 .5 5 5m0-5-5 5" />,
  gear: (
    <path d="M12 8.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8ZM12 2v3.4m0 13.2V22m10-10h-3.4M5.4 12H2m17.1-7.1-2.4 2.4M7.3 16.7l-2.4 2.4m14.2 0-2.4-2.4M7.3 7.3 4.9 4.9" />
  ),
  chart: <path d="M4 4v16h16M8.5 16v-4m4.5 4V8m4.5 8v-6" />,
  lock: <path d="M6 11h12v9H6Zm2.5 0V8a3.5 3.5 0 0 1 7 0v3" />,
  calendar: <path d="M4 6h16v14H4Zm0 5h16M8 3v5m8-5v5" />,
  person: <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8.5c0-4 3.5-6 8-6s8 2 8 6" />,
  bin: <path d="M4 7h16M9 7V4h6v3m-8 0 1 13h8l1-13m-7 4v5m4-5v5" />,
  word: <path d="M4 5h16v11h-9l-4 4v-4H4Zm4 4h8m-8 3h5" />,
  undo: <path d="M5 9h9a5 5 0 0 1 0 10H8M9 5 5 9l4 4" />,
};

/** A drawing beside a word; it says nothing of its own to a screen reader. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {SHAPES[name]}
    </svg>
  );
}
