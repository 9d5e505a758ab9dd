import { z } from 'zod';

/** `24:00` is the end of the day. */
const TIME = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

const time = z.string({ error: 'must be text' }).regex(TIME, 'must be a time like 09:30');

/** From when to when there may be customers, every day, in the till's own time; over midnight where `to` is earlier. */
export const openingHoursSchema = z
  .strictObject({ from: time, to: time })
  .refine(({ from, to }) => minuteOf(from) % DAY !== minuteOf(to) % DAY, {
    error: 'must not be open all day: leave an hour in which the program may be updated',
    path: ['to'],
  });

export type OpeningHours = z.infer<typeof openingHoursSchema>;

/** Minutes of a day. */
export const DAY = 24 * 60;

/** Where nobody has said when a shop is open, it counts as open from early to late. */
export const USUAL_OPENING_HOURS: OpeningHours = { from: '06:00', to: '24:00' };

/** Minutes since midnight. */
function minuteOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Whether there may be customers at this minute of the day. */
export function isOpenAt({ from, to }: OpeningHours, minute: number): boolean {
  const [begin, end] = [minuteOf(from) % DAY, minuteOf(to) % DAY];
  return begin < end ? minute >= begin && minute < end : minute >= begin || minute < end;
}
