import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CalendarDate } from '../../app/member/birthday.ts';
import { functionKeyAction } from '../keys/functionKeys.ts';
import {
  type Choice,
  type Chosen,
  choicesFor,
  dayText,
  NOTHING_CHOSEN,
  stepOf,
} from './dayChoices.ts';
import { nextInGrid } from './gridKeys.ts';
import './birthday.css';

const COLUMNS = { decade: 3, year: 5, month: 4, day: 7 } as const;

/** Where the first step begins when nothing has been typed: most members are born near here. */
const LIKELY_DECADE = 1990;

interface BirthdayPickerProps {
  /** The birthday in the field (`yyyy-MM-dd`), or any other text. */
  value: string;
  today: CalendarDate;
  onPick: (day: CalendarDate) => void;
  /** Closed by its button or Esc: the focus goes back to the field. */
  onClose: () => void;
  /** Left for something else, by a tap or with Tab: the focus stays where it went. */
  onLeave: () => void;
}

/**
 * Decade, year, month, day: four taps to any birthday, none of them small. It offers no day that the
 * field would refuse. Arrow keys move, Enter picks, Backspace goes a step back.
 */
export function BirthdayPicker({ value, today, onPick, onClose, onLeave }: BirthdayPickerProps) {
  const { t, i18n } = useTranslation();
  const [chosen, setChosen] = useState<Chosen>(NOTHING_CHOSEN);
  const panel = useRef<HTMLDivElement>(null);
  const step = stepOf(chosen);
  const columns = COLUMNS[step];
  const choices = choicesFor(chosen, today);
  const present = presentChoice(value, chosen) ?? (step === 'decade' ? LIKELY_DECADE : null);
  const first = choices.findIndex((choice) => choice.value === present && choice.isOffered);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every step
  useEffect(() => {
    buttonsOf(panel.current)[Math.max(0, first)]?.focus();
  }, [step]);

  useEffect(() => {
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !panel.current?.contains(event.target)) onLeave();
    };
    window.addEventListener('pointerdown', onPointer, { capture: true });
    return () => window.removeEventListener('pointerdown', onPointer, { capture: true });
  }, [onLeave]);

  const choose = ({ value: picked, isOffered }: Choice) => {
    if (!isOffered) return;
    if (step === 'day') onPick(dayText(chosen.year ?? 0, chosen.month ?? 0, picked));
    else setChosen({ ...chosen, [step]: picked });
  };
  const back = () => setChosen(withoutLast(chosen));

  const onKeyDown = (event: KeyboardEvent) => {
    const grid = buttonsOf(panel.current);
    const index = grid.indexOf(document.activeElement as HTMLButtonElement);
    const next = index < 0 ? null : nextInGrid(event.key, index, grid.length, columns);
    // The keys of the form sleep while the picker is open: Esc closes it and clears nothing.
    const action = functionKeyAction(event.nativeEvent);
    // Whoever presses the lock's key is about to go away.
    if (action === 'lock') return;
    const isFormKey = action !== 'none';
    if (next === null && !isFormKey && event.key !== 'Backspace') return;
    event.preventDefault();
    if (next !== null) grid[next]?.focus();
    else if (event.key === 'Escape') onClose();
    else if (event.key === 'Backspace') back();
  };

  return (
    <div
      ref={panel}
      className="picker"
      role="dialog"
      aria-label={t('birthdayPicker.title')}
      data-testid="birthday-picker"
      data-step={step}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        const { relatedTarget } = event;
        if (relatedTarget instanceof Node && !event.currentTarget.contains(relatedTarget))
          onLeave();
      }}
    >
      <div className="picker-head">
        <strong className="picker-title" aria-live="polite">
          {t(`birthdayPicker.${step}`)}
          <span className="picker-chosen">{chosenWords(chosen)}</span>
        </strong>
        {step !== 'decade' && (
          <button type="button" className="button" data-testid="birthday-back" onClick={back}>
            {t('birthdayPicker.back')}
          </button>
        )}
        <button type="button" className="button" data-testid="birthday-close" onClick={onClose}>
          {t('birthdayPicker.close')}
        </button>
      </div>
      <div className={`picker-grid picker-${step}`}>
        {choices.map((choice, index) => (
          <button
            key={`${step} ${choice.value}`}
            type="button"
            className="pad-key picker-key"
            data-testid={`birthday-${step}-${choice.value}`}
            aria-disabled={!choice.isOffered}
            aria-pressed={presentChoice(value, chosen) === choice.value}
            tabIndex={index === Math.max(0, first) ? 0 : -1}
            onClick={() => choose(choice)}
          >
            {words(choice.value)}
          </button>
        ))}
      </div>
    </div>
  );

  function words(number: number): string {
    if (step === 'decade') return t('birthdayPicker.decadeOf', { decade: number });
    if (step !== 'month') return String(number);
    // Only the name of the month is asked for, at noon UTC of a day that is in it everywhere.
    const name = new Intl.DateTimeFormat(i18n.language, { month: 'short', timeZone: 'UTC' });
    return name.format(Date.UTC(2000, number - 1, 15));
  }
}

function buttonsOf(panel: HTMLElement | null): HTMLButtonElement[] {
  return [...(panel?.querySelectorAll<HTMLButtonElement>('.picker-key') ?? [])];
}

/** The choice of this step that the text in the field stands for. */
function presentChoice(value: string, chosen: Chosen): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!match) return null;
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  switch (stepOf(chosen)) {
    case 'decade':
      return year - (year % 10);
    case 'year':
      return year;
    case 'month':
      return chosen.year === year ? month : null;
    case 'day':
      return chosen.year === year && chosen.month === month ? day : null;
  }
}

function withoutLast({ decade, year, month }: Chosen): Chosen {
  if (month !== null) return { decade, year, month: null };
  return year === null ? NOTHING_CHOSEN : { decade, year: null, month: null };
}

function chosenWords({ decade, year, month }: Chosen): string {
  if (year === null) return decade === null ? '' : `${decade}–${decade + 9}`;
  return month === null ? String(year) : `${year}-${String(month).padStart(2, '0')}`;
}
