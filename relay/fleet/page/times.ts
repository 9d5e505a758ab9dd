import { filled, type Words } from '../words/words.ts';

const STEPS = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
] as const;

/** A length of time in its largest unit, two where the larger has few: `3 d`, `2 h 5 min`. */
export function lengthText(seconds: number, words: Words): string {
  const step = STEPS.find(([, size]) => seconds >= size);
  if (step === undefined) return filled(words.seconds, { n: Math.max(0, Math.floor(seconds)) });
  const [unit, size] = step;
  const whole = Math.floor(seconds / size);
  const first = filled(words[unit], { n: whole });
  if (unit !== 'hours' || whole >= 10) return first;
  const minutes = Math.floor((seconds % size) / 60);
  return minutes === 0 ? first : `${first} ${filled(words.minutes, { n: minutes })}`;
}

/** How long ago something was. */
export function agoText(seconds: number, words: Words): string {
  return seconds < 60 ? words.justNow : filled(words.ago, { time: lengthText(seconds, words) });
}
