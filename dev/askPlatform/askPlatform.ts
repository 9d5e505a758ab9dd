import { randomBytes } from 'node:crypto';
import { PlainFailure } from '../plainFailure.ts';
import type { Clock } from './clock.ts';
import { agreed, confirmationText } from './confirmation.ts';
import type { CallForm } from './form.ts';
import { Interview } from './Interview.ts';
import { markdownOf } from './markdown.ts';
import {
  Members,
  MOBILE,
  MOBILES_NEEDED,
  openMobiles,
  proposeMobiles,
  sealMobiles,
} from './members.ts';
import { EARLY, lateQuestions } from './questions/allQuestions.ts';
import { prepareLifetime } from './questions/lifetime.ts';
import { type Report, readReport, writeWhole } from './report.ts';
import { Scrubber } from './scrubber.ts';
import type { Setup } from './setup.ts';
import type { Question } from './verdict.ts';
import { sendForm } from './wire.ts';

/** What the tool touches of the world. */
export interface World {
  fetch: typeof globalThis.fetch;
  clock: Clock;
  /** Asks whoever is at the terminal; null where there is no terminal. */
  ask: ((question: string) => Promise<string>) | null;
  say(line: string): void;
  /** What a handshake with the address agrees on. */
  offered(url: string): Promise<string | null>;
}

/**
 * Asks the platform everything that is still open in the report. Resolves to whether the end was reached.
 * @throws PlainFailure before anything has left: no confirmation, wrong numbers, a report of something else
 */
export async function askPlatform(setup: Setup, world: World): Promise<boolean> {
  const earlier = await readReport(setup.reportFile);
  const mobiles = mobilesOf(setup, earlier);
  const text = confirmationText(setup, mobiles, earlier);
  if (!(await agreed(setup, text, world)))
    throw new PlainFailure('Not confirmed: nothing was sent.');

  const report = earlier ?? newReport(setup, mobiles, world.clock.now());
  report.stopped = null;
  report.run.mobiles = [...mobiles];
  const secrets = [setup.account.appSecret, setup.account.session ?? []].flat();
  const scrubber = new Scrubber(secrets, setup.showPhones ? [] : mobiles);
  const { fetch, clock } = world;
  const interview = new Interview({
    ...setup,
    members: new Members(report.run.id, mobiles),
    report,
    clock,
    send: (form) => sendForm(fetch, setup.account.url, form, () => clock.now()),
    redact: (form) => redacted(form, scrubber),
    keep: (hasAnswer) => keep(setup.reportFile, report, scrubber, hasAnswer),
    say: (line) => world.say(scrubber.scrub(line)),
  });
  await askAll(interview, setup, world);
  return report.stopped === null;
}

async function askAll(interview: Interview, setup: Setup, world: World): Promise<void> {
  const { report } = interview;
  const findings: Report['findings'] = [];
  const ask = async (question: Question) => {
    world.say(question.title);
    interview.startQuestion();
    const { answer, ...verdict } = await question.ask(interview);
    const steps = [...new Set(interview.steps)];
    const state = answer === null ? ('open' as const) : ('known' as const);
    const { id, title } = question;
    findings.push({ id, question: title, state, answer: answer ?? '', ...verdict, steps });
  };
  for (const question of EARLY) await ask(question);
  await prepareLifetime(interview);
  for (const question of lateQuestions(() => world.offered(setup.account.url))) await ask(question);
  report.findings = findings;
  report.stopped = interview.halted;
  await interview.keep();
}

function mobilesOf({ account, mobiles, binding }: Setup, earlier: Report | null): string[] {
  if (earlier !== null) {
    const kept = openMobiles(earlier.run.sealedMobiles, account.appSecret, binding);
    if (kept === null) {
      throw new PlainFailure(
        'The report was made with another secret, address, app, brand, shop or operator: name another with --report.',
      );
    }
    if (mobiles !== null && mobiles.join() !== kept.join()) {
      throw new PlainFailure('The report was begun with other numbers: leave --mobiles out.');
    }
    return kept;
  }
  const chosen = mobiles ?? proposeMobiles();
  const isGood = chosen.every((mobile) => MOBILE.test(mobile));
  if (!isGood || new Set(chosen).size !== MOBILES_NEEDED || chosen.length !== MOBILES_NEEDED) {
    throw new PlainFailure(`--mobiles needs ${MOBILES_NEEDED} different mainland mobile numbers.`);
  }
  return chosen;
}

function newReport(setup: Setup, mobiles: readonly string[], now: number): Report {
  const { account, place, binding, ages } = setup;
  return {
    format: 1,
    run: {
      id: randomBytes(16).toString('hex'),
      startedAt: new Date(now).toISOString(),
      url: account.url,
      appKey: maskedKey(account.appKey),
      ...place,
      mobiles: [...mobiles],
      sealedMobiles: sealMobiles(mobiles, account.appSecret, binding),
      ages,
    },
    calls: [],
    findings: [],
    lookUp: [],
    stopped: null,
  };
}

function maskedKey(appKey: string): string {
  return `${appKey.slice(0, 4)}****`;
}

/** Everything that is kept goes through here. */
async function keep(
  file: string,
  report: Report,
  scrubber: Scrubber,
  hasAnswer: boolean,
): Promise<void> {
  const scrubbed = (_: string, value: unknown) =>
    typeof value === 'string' ? scrubber.scrub(value) : value;
  const text = JSON.stringify(report, scrubbed, 2);
  await writeWhole(file, `${text}\n`, hasAnswer);
  if (!hasAnswer) return;
  const page = markdownOf(JSON.parse(text) as Report);
  await writeWhole(file.replace(/\.json$/, '.md'), page, false);
}

function redacted({ verb, text }: CallForm, scrubber: Scrubber): Record<string, string> {
  const { sign, session, app_key, ...others } = Object.fromEntries(new URLSearchParams(text));
  if (sign) scrubber.learnSign(sign);
  return {
    verb,
    ...others,
    ...(app_key === undefined ? {} : { app_key: maskedKey(app_key) }),
    ...(session === undefined ? {} : { session: '***' }),
    ...(sign === undefined ? {} : { sign: '***' }),
  };
}
