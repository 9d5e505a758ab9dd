import { cpus } from 'node:os';
import { PlainFailure } from '../../dev/plainFailure.ts';
import { whyNot } from '../../e2e/relay/engines.ts';
import { runInNode } from '../processes/child.ts';
import { atLeast, atMost, type Report, type Target } from '../report/report.ts';
import { percentile, round } from '../report/statistics.ts';
import { openRig, type Place, type Rig, weigh } from './rig.ts';

const ROUNDS = 5;

/** As fast as they are answered: so many calls, by so many connections. */
const CALLS = 6_000;
const CALLERS = 32;

/** At a rate: so many calls a second, for ten of them. */
const RATE = 500;
const RATE_ROUNDS = 3;

/** The long run, and how often the relay is weighed on the way. */
const LONG_RUN = 200_000;
const WEIGHED_EVERY = 20_000;

const FEW_TILLS = 200;
const MANY_TILLS = 10_000;

/** The generator and the platform need one, and each relay one. */
const CORES_FOR_TWO = 4;

interface Loaded {
  /** Calls a second. */
  rate: number;
  p50: number;
  p99: number;
}

/** `npm run bench -- relay`: the relay beside nginx and a bare forwarder, in one run on one machine. */
export async function relayBench(parent: string, say: (line: string) => void) {
  const why = whyNot('valkey-server', 'nginx');
  if (why !== null) throw new PlainFailure(`The relay cannot be measured here: ${why}.`);
  const rig = await openRig(parent);
  try {
    const load = loadOf(rig);
    await rig.chain.grow(FEW_TILLS);
    const places = [rig.direct, rig.nginx, rig.bare, rig.relay, rig.twoRelays];
    say('warming up …');
    for (const place of places) await load(place, CALLS, null);
    const full = await fullSpeed(rig, places, load, say);
    const paced = await atRate(rig, load, say);
    const long = await longRun(rig, load, say);
    const many = await manyTills(rig, load, say);
    const parts = [full, paced, long, many];
    return {
      rows: parts.flatMap(({ rows }) => rows),
      targets: parts.flatMap(({ targets }) => targets),
    };
  } finally {
    await rig.close();
  }
}

interface Part {
  rows: Report['rows'];
  targets: Target[];
}

/** `most`: so many may be told "later"; default: none. */
type Load = (
  place: Place,
  count: number,
  perSecond: number | null,
  most?: number,
) => Promise<Loaded>;

/** Every save is another person's, from one place to the next: none of them was ever sent before. */
function loadOf({ chain }: Rig): Load {
  let from = 0;
  return async ({ name, ports }, count, perSecond, most = 0) => {
    const told = { ports, tills: chain.tills, callers: CALLERS, from, count, perSecond };
    from += count;
    const said = await runInNode('relayCalls', told);
    if (said.accepted + most < count) {
      throw new PlainFailure(`${name}: not all were accepted: ${JSON.stringify(said.others)}`);
    }
    return {
      rate: (count / said.milliseconds) * 1_000,
      p50: said.p50,
      p99: said.p99,
    };
  };
}

/** Everybody in turn, again and again, so that the machine's moods hit all of them alike. */
async function fullSpeed(
  { bare, relay, twoRelays, relayPids }: Rig,
  places: readonly Place[],
  load: Load,
  say: (line: string) => void,
): Promise<Part> {
  const rounds: Map<Place, Loaded>[] = [];
  const busy: number[] = [];
  for (let turn = 1; turn <= ROUNDS; turn += 1) {
    say(`as fast as they are answered, round ${turn} of ${ROUNDS} …`);
    const loaded = new Map<Place, Loaded>();
    for (const place of places) {
      const [pid = 0] = relayPids;
      const before = (await weigh(pid)).busy;
      loaded.set(place, await load(place, CALLS, null));
      if (place === relay) busy.push((((await weigh(pid)).busy - before) * 1_000) / CALLS);
    }
    rounds.push(loaded);
  }
  const against = (one: Place, other: Place) =>
    median(rounds.map((loaded) => rateOf(loaded, one) / rateOf(loaded, other)));
  const rows = places.map((place) => ({
    'between till and platform': place.name,
    load: `${CALLERS} connections, as fast as answered`,
    'calls/s': Math.round(median(rounds.map((loaded) => rateOf(loaded, place)))),
    'against undici': round(against(place, bare), 2),
    'p50 ms': round(median(rounds.map((loaded) => loaded.get(place)?.p50 ?? 0)), 2),
    'p99 ms': round(median(rounds.map((loaded) => loaded.get(place)?.p99 ?? 0)), 2),
    'processor µs a call': place === relay ? Math.round(median(busy)) : null,
  }));
  const two = round(against(twoRelays, relay), 2);
  const targets = [
    atLeast('the relay’s throughput against undici’s', round(against(relay, bare), 2), 0.5, '×'),
  ];
  if (cpus().length >= CORES_FOR_TWO)
    targets.push(atLeast('two relays against one', two, 1.8, '×'));
  else
    say(
      `two relays come to ${two} of one: with ${cpus().length} cores they have none of their own`,
    );
  return { rows, targets };
}

async function atRate(
  { direct, nginx, bare, relay }: Rig,
  load: Load,
  say: (line: string) => void,
): Promise<Part> {
  const places = [direct, nginx, bare, relay];
  const rounds: Map<Place, Loaded>[] = [];
  for (let turn = 1; turn <= RATE_ROUNDS; turn += 1) {
    say(`${RATE} calls a second, round ${turn} of ${RATE_ROUNDS} …`);
    const loaded = new Map<Place, Loaded>();
    for (const place of places) loaded.set(place, await load(place, RATE * 10, RATE));
    rounds.push(loaded);
  }
  const of = (place: Place, part: 'p50' | 'p99') =>
    median(rounds.map((loaded) => loaded.get(place)?.[part] ?? 0));
  const added = median(
    rounds.map((loaded) => (loaded.get(relay)?.p99 ?? 0) - (loaded.get(direct)?.p99 ?? 0)),
  );
  const rows = places.map((place) => ({
    'between till and platform': place.name,
    load: `${RATE} calls/s`,
    'p50 ms': round(of(place, 'p50'), 2),
    'p99 ms': round(of(place, 'p99'), 2),
  }));
  return { rows, targets: [atMost(`p99 added at ${RATE} calls/s`, round(added, 2), 5, 'ms')] };
}

/** Whether the relay grows with the calls that it has forwarded. */
async function longRun({ relay, relayPids }: Rig, load: Load, say: (line: string) => void) {
  const [pid = 0] = relayPids;
  const weights: number[] = [];
  for (let done = WEIGHED_EVERY; done <= LONG_RUN; done += WEIGHED_EVERY) {
    await load(relay, WEIGHED_EVERY, null);
    weights.push((await weigh(pid)).mebibytes);
    say(`${done} calls: ${Math.round(weights.at(-1) ?? 0)} MiB`);
  }
  const half = weights.length / 2;
  const [early, late] = [median(weights.slice(0, half)), median(weights.slice(half))];
  const rows = [
    {
      'between till and platform': relay.name,
      load: `${LONG_RUN} calls`,
      'MiB at first': Math.round(early),
      'MiB at last': Math.round(late),
    },
  ];
  const grown = round(late / early, 2);
  const name = `memory over ${LONG_RUN} calls, second half against first`;
  return { rows, targets: [atMost(name, grown, 1.05, '×')] };
}

/** What a relay weighs more once the keys and the reports of a large chain have all been used and looked at. */
async function manyTills(rig: Rig, load: Load, say: (line: string) => void): Promise<Part> {
  const { chain, twoRelays, relayPids, fleetToken } = rig;
  say(`${MANY_TILLS} tills …`);
  await chain.grow(MANY_TILLS);
  await chain.report();
  // The one that has taken the fewer calls before.
  const [pid = 0, port = 0] = [relayPids[1], twoRelays.ports[1]];
  const place = { name: 'the second relay', ports: [port] };
  const before = (await weigh(pid)).mebibytes;
  // What they weigh is asked here, not how fast they are: on a busy machine some may find the state too slow.
  await load(place, MANY_TILLS, null, MANY_TILLS / 10);
  const headers = { authorization: `Bearer ${fleetToken}` };
  let bytes = 0;
  for (let scrape = 0; scrape < 5; scrape += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`, { headers });
    const text = await response.text();
    bytes = text.length;
    if (!text.includes('tillside_till_waiting')) throw new PlainFailure('no till is measured');
  }
  const { mebibytes } = await weigh(pid);
  const rows = [
    {
      'between till and platform': place.name,
      load: `${MANY_TILLS} tills, /metrics of ${round(bytes / 1e6, 1)} MB`,
      'MiB at first': Math.round(before),
      'MiB at last': Math.round(mebibytes),
    },
  ];
  const added = Math.round((mebibytes - before) * 1.048_576);
  return {
    rows,
    targets: [atMost(`${MANY_TILLS} tills' keys and reports, added to a relay`, added, 150, 'MB')],
  };
}

function rateOf(loaded: ReadonlyMap<Place, Loaded>, place: Place): number {
  return loaded.get(place)?.rate ?? Number.NaN;
}

const median = (values: readonly number[]) => percentile(values, 0.5);
