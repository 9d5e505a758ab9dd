import type { FleetCounts, FleetList } from '../view/listFleet.ts';
import { addressOf, type Language, type ListQuery, readQuery } from '../view/listQuery.ts';
import { filled, WORDS, type Words } from '../words/words.ts';
import { frame } from './frame.ts';
import { type Html, html } from './html.ts';
import { type Drawing, shopTable, tillTable } from './tables.ts';

/** What the page shows. */
export interface FleetShown {
  language: Language;
  query: ListQuery;
  /** Null where nothing could be read yet. */
  list: FleetList | null;
  /** The shared state cannot be asked: what stands here is what was last known. */
  isAway: boolean;
  /** When the list was read (ms since 1970). */
  readAt: number;
  now: number;
}

/** The state of every shop and every till. Nothing in it is about a member. */
export function fleetPage(shown: FleetShown): string {
  const { language, query, list, isAway, now } = shown;
  const words = WORDS[language];
  const drawing = { query, words, now };
  return frame(
    language,
    html`<header>
<h1><a href="${addressOf({ ...PLAIN, lang: query.lang })}">${words.title}</a></h1>
<nav>
<a href="${addressOf({ ...query, lang: otherOf(language) })}" lang="${otherOf(language)}" hreflang="${otherOf(language)}">${words.otherLanguage}</a>
<form method="post" action="/fleet/leave"><button class="plain">${words.leave}</button></form>
</nav>
</header>
<main id="fleet">
${isAway && html`<p role="alert" class="away">${words.away}</p>`}
${list === null ? html`<p>${words.awayNothing}</p>` : listHtml(list, shown.readAt, drawing)}
</main>`,
    REFRESHING,
  );
}

/** Without a script the whole page comes anew. */
const REFRESHING = html`<script src="/fleet/fleet.js" defer></script>
<noscript><meta http-equiv="refresh" content="60"></noscript>`;

const PLAIN = readQuery({});

function otherOf(language: Language): Language {
  return language === 'en' ? 'zh-CN' : 'en';
}

function listHtml(list: FleetList, readAt: number, drawing: Drawing): Html {
  const { query, words } = drawing;
  const { lines, counts, found } = list;
  const rows = lines.by === 'till' ? tillTable(lines.of, drawing) : shopTable(lines.of, drawing);
  const nothing = counts.tills === 0 ? words.noTills : words.none;
  const read = new Date(readAt).toISOString();
  return html`${countsHtml(counts, drawing)}
<div class="tools">
${choices(drawing)}
${searchForm(query, words)}
</div>
${query.shop !== '' && oneShop(drawing)}
${found === 0 ? html`<p class="nothing">${nothing}</p>` : html`<div class="scroll">${rows}</div>`}
<footer>
${pager(list, drawing)}
<p class="quiet">${words.asOf} <time datetime="${read}">${read.slice(0, 19).replace('T', ' ')} UTC</time></p>
</footer>`;
}

/** The numbers of the whole chain; each that has a list of its own leads there. */
function countsHtml(counts: FleetCounts, { query, words }: Drawing): Html {
  const { lang } = query;
  const needy = addressOf({ ...PLAIN, lang, only: 'needy' });
  const leads: Readonly<Record<keyof FleetCounts, string>> = {
    tills: addressOf({ ...PLAIN, lang }),
    shops: addressOf({ ...PLAIN, lang, by: 'shop' }),
    needy,
    silent: needy,
    paused: needy,
    waiting: addressOf({ ...PLAIN, lang, sort: 'waiting', dir: 'desc' }),
    held: addressOf({ ...PLAIN, lang, sort: 'held', dir: 'desc' }),
    never: addressOf({ ...PLAIN, lang, sort: 'look', dir: 'desc' }),
  };
  const names = Object.keys(leads) as (keyof FleetCounts)[];
  const tiles = names.map(
    (name) =>
      html`<li class="${name}${counts[name] > 0 && ' some'}"><a href="${leads[name]}"><b>${counts[name].toLocaleString('en')}</b> ${words.counts[name]}</a></li>`,
  );
  return html`<ul class="counts">${tiles}</ul>`;
}

function choices({ query, words }: Drawing): Html {
  const choice = (isChosen: boolean, change: Partial<ListQuery>, text: string) =>
    html`<a href="${addressOf({ ...query, ...change, page: 1 })}"${isChosen && html` aria-current="true"`}>${text}</a>`;
  const { by, only } = query;
  return html`<div class="choice">${choice(by === 'till', { by: 'till' }, words.byTill)}${choice(by === 'shop', { by: 'shop', brand: '', shop: '' }, words.byShop)}</div>
<div class="choice">${choice(only === 'all', { only: 'all' }, words.all)}${choice(only === 'needy', { only: 'needy' }, words.needy)}</div>`;
}

function searchForm(query: ListQuery, words: Words): Html {
  // What else the address says stays as it is; the page begins anew.
  const kept = [...new URL(addressOf({ ...query, q: '', page: 1 }), 'http://x').searchParams];
  return html`<form class="search" role="search" action="/fleet">
${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<input type="search" name="q" id="search" value="${query.q}" placeholder="${words.search}" aria-label="${words.search}" maxlength="80">
<button>${words.find}</button>
</form>`;
}

function oneShop({ query, words }: Drawing): Html {
  const every = addressOf({ ...query, brand: '', shop: '', page: 1 });
  return html`<p class="one-shop">${filled(words.oneShop, { shop: query.shop, brand: query.brand })} <a href="${every}">${words.everyShop}</a></p>`;
}

function pager({ page, pages, found }: FleetList, { query, words }: Drawing): Html {
  const step = (to: number, text: string, rel: string) =>
    to >= 1 && to <= pages
      ? html`<a rel="${rel}" href="${addressOf({ ...query, page: to })}">${text}</a>`
      : html`<span class="quiet">${text}</span>`;
  return html`<p class="pager">${step(page - 1, words.previous, 'prev')} <span>${filled(words.page, { page, pages, found })}</span> ${step(page + 1, words.next, 'next')}</p>`;
}
