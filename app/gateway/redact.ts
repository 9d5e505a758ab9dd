import type { Outcome } from './outcome.ts';

/** Longer than any published code or trace id. */
const LONGEST_CODE = 64;

/** What is as long as this is no code: nothing of it is kept, and nothing searched. */
const NO_CODE = 1_000;

/** The fields of a body that name a person. */
const PERSONAL = ['mobile', 'name', 'outer_id', 'remark'] as const;

/**
 * An outcome as it may be kept, shown and logged: the gateway's words may echo what was sent, so the
 * person's own values are taken out of them, also with spaces or dashes between the digits.
 * `body`: the frozen JSON text.
 */
export function redactOutcome(outcome: Outcome, body: string): Outcome {
  const fields = JSON.parse(body) as Partial<Record<(typeof PERSONAL)[number], string>>;
  const values = PERSONAL.flatMap((name) => fields[name] ?? []).filter((value) => value.length > 1);
  const redact = (text: string) =>
    values.reduce(
      (rest, value) => (mayHold(rest, value) ? rest.replace(spaced(value), '***') : rest),
      text,
    );
  const code = (text: string) =>
    text.length > NO_CODE ? '***' : redact(text).slice(0, LONGEST_CODE);
  return {
    ...outcome,
    code: code(outcome.code),
    subCode: code(outcome.subCode),
    traceId: code(outcome.traceId),
    text: redact(outcome.text),
  };
}

/** A cheap look before the search: nearly no answer has all characters of anything that was sent. */
function mayHold(text: string, value: string): boolean {
  return text.length >= value.length && [...value].every((character) => text.includes(character));
}

function spaced(value: string): RegExp {
  const characters = [...value].map((one) => one.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&'));
  return new RegExp(characters.join('[\\s-]?'), 'gu');
}
