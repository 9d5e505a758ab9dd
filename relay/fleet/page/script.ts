/**
 * What the page's browser runs: every fifteen seconds the list comes anew, in its place, while the page is in sight. Where
 * the session has ended the page asks for the token again. It is text because it is another environment's: nothing of the
 * relay compiles it.
 */
export const FLEET_SCRIPT = `'use strict';
(() => {
  const EVERY_MS = 15000;
  // The relay writes times as UTC: whoever looks has a clock of their own.
  const localize = () => {
    for (const time of document.querySelectorAll('time')) {
      const text = new Date(time.dateTime).toLocaleString(document.documentElement.lang);
      time.title = text;
      if (time.closest('footer') !== null) time.textContent = text;
    }
  };
  const isBusy = () => {
    const search = document.getElementById('search');
    const selected = String(document.getSelection() ?? '');
    return document.hidden || selected !== '' ||
      (search !== null && document.activeElement === search && search.value !== search.defaultValue);
  };
  const refresh = async () => {
    if (isBusy()) return;
    let answer;
    try {
      answer = await fetch(location.href, { credentials: 'same-origin', cache: 'no-store' });
    } catch {
      document.body.classList.add('old');
      return;
    }
    document.body.classList.toggle('old', !answer.ok);
    if (answer.status === 401) location.reload();
    if (!answer.ok || isBusy()) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const [now, next] = [document.getElementById('fleet'), page.getElementById('fleet')];
    if (now === null || next === null) return;
    const focused = document.activeElement;
    const place = focused !== null && now.contains(focused) ? placeOf(now, focused) : null;
    const scroll = now.querySelector('.scroll')?.scrollLeft ?? 0;
    now.replaceChildren(...next.childNodes);
    localize();
    const box = now.querySelector('.scroll');
    if (box !== null) box.scrollLeft = scroll;
    if (place !== null) now.querySelectorAll('a, button, input')[place]?.focus({ preventScroll: true });
  };
  const placeOf = (box, focused) => [...box.querySelectorAll('a, button, input')].indexOf(focused);
  localize();
  setInterval(refresh, EVERY_MS);
  document.addEventListener('visibilitychange', refresh);
})();
`;
