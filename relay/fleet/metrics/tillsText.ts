import { fewAtATime } from '../view/breathe.ts';
import type { Fleet, SeenTill } from '../view/fleet.ts';
import { headOf, labelsText, sampleLine } from './exposition.ts';
import { TILL_SERIES, type TillSeries } from './tillSeries.ts';

/**
 * The tills as Prometheus reads them, piece by piece: ten thousand are some twenty megabytes, and nobody else waits for
 * the whole of it. `now`: ms since 1970.
 */
export async function* tillsText({ tills }: Fleet, now: number): AsyncGenerator<string> {
  for (const series of TILL_SERIES) {
    yield headOf(series.name, series.help, series.type ?? 'gauge');
    for await (const some of fewAtATime(tills)) yield linesOf(series, some, now);
  }
}

function linesOf({ name, of }: TillSeries, tills: readonly SeenTill[], now: number): string {
  let text = '';
  for (const till of tills) {
    const samples = of(till, now);
    if (samples.length === 0) continue;
    const labels = placeOf(till);
    for (const { value, more } of samples) {
      text += sampleLine(
        name,
        more === undefined ? labels : `${labels},${labelsText(more)}`,
        value,
      );
    }
  }
  return text;
}

/** What was written of each till's place: it stands in some fifteen lines of every scrape. */
const PLACES = new WeakMap<SeenTill, string>();

/** By its record: no till chooses what it is counted under. */
function placeOf(seen: SeenTill): string {
  const known = PLACES.get(seen);
  if (known !== undefined) return known;
  const { brandId, shopId, till } = seen;
  const place = labelsText({ brand: brandId, shop: shopId, till });
  PLACES.set(seen, place);
  return place;
}
