/** Making a format costs more than using it a hundred times. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Hours and minutes on the wall of the shop, 24 hours. `moment` is ms since 1970. */
export function clockTime(locale: string, moment: number): string {
  return formatOf(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(moment);
}

/** Month and day. `moment` is ms since 1970. */
export function calendarDay(locale: string, moment: number): string {
  return formatOf(locale, { month: '2-digit', day: '2-digit' }).format(moment);
}

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${Object.keys(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format;
}
