/** Hours and minutes on the wall of the shop, 24 hours. `moment` is ms since 1970. */
export function clockTime(locale: string, moment: number): string {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(moment);
}
