const shape = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/**
 * Reads `yyyy-MM-dd HH:mm:ss` as if it were UTC, in milliseconds. Undefined when the text has
 * another shape or names a day or an hour that does not exist.
 */
export function readCalendarText(text: string): number | undefined {
  // Whoever calls in one second says the same.
  if (text !== last.text) last = { text, time: read(text) };
  return last.time;
}

let last: { text: string; time: number | undefined } = { text: '', time: undefined };

function read(text: string): number | undefined {
  if (!shape.test(text)) return undefined;
  const iso = `${text.replace(' ', 'T')}.000Z`;
  const time = Date.parse(iso);
  // Date.parse turns 30 February into 1 March: only a text that survives the way back is real.
  if (Number.isNaN(time) || new Date(time).toISOString() !== iso) return undefined;
  return time;
}
