import type { CallRecord, Finding, Report } from './report.ts';
import { told } from './verdict.ts';

/** The report as a page: the questions first, then what each stands on. */
export function markdownOf(report: Report): string {
  const { run, calls, findings, lookUp, stopped } = report;
  const known = findings.filter(({ state }) => state === 'known').length;
  return [
    '# What the platform says',
    '',
    `Asked at ${run.url} since ${run.startedAt}: app ${run.appKey}, brand ${run.brandId}, shop ${run.shopId}, operator ${run.operatorId}; ${calls.length} calls. ${known} of ${findings.length} questions are known now.`,
    '',
    `Test members: mobiles ${run.mobiles.join(', ')}, and external ids that begin with "tillsideask".`,
    ...(findings.length === 0 ? ['', '**Not finished**: run the same command again.'] : []),
    ...(stopped === null
      ? []
      : ['', `**Stopped**: ${cell(stopped)}. Run the same command again to go on.`]),
    '',
    ...table(
      ['question', 'state', 'answer', 'for the outbox'],
      findings.map((one) => [one.question, stateOf(one), one.answer, one.outbox]),
    ),
    ...sectionsOf(findings, calls),
    '',
    '## To be looked up in the back office',
    '',
    ...(lookUp.length === 0 ? ['Nothing.'] : lookUp.map((line) => `- ${line}`)),
    '',
  ].join('\n');
}

function stateOf({ state, says }: Finding): string {
  return state === 'known' ? 'known now' : `still open: ${says}`;
}

/** Each call is shown once, where it was asked first; later sections name it. */
function sectionsOf(findings: readonly Finding[], calls: readonly CallRecord[]): string[] {
  const shown = new Set<string>();
  return findings.flatMap((finding) => {
    const steps = finding.steps.filter((step) => !shown.has(step));
    const named = finding.steps.filter((step) => shown.has(step));
    for (const step of steps) shown.add(step);
    const own = calls.filter(({ step }) => steps.includes(step));
    return [
      ...sectionOf(finding, own),
      ...(named.length === 0 ? [] : ['', `Shown above: ${named.join(', ')}.`]),
    ];
  });
}

function sectionOf(finding: Finding, own: readonly CallRecord[]): string[] {
  const rows = own.map(({ step, what, at, sent, came }) => [
    step,
    what,
    at,
    Object.entries(sent)
      .filter(([name]) => !/^(method|v|sign_method|app_key)$/.test(name) || isSpoilt(step))
      .map(([name, value]) => `${name}=${shortened(value)}`)
      .join(' '),
    came === null ? 'nothing yet' : told(came),
    came === null ? '' : `${came.meaning}`,
    came?.traceId ?? '',
  ]);
  return [
    '',
    `## ${finding.question}`,
    '',
    `${finding.state === 'known' ? 'Known now' : 'Still open'}${finding.answer ? `: **${cell(finding.answer)}**` : ''}. ${cell(finding.says)}`,
    '',
    `Stands on: ${cell(finding.basis)}`,
    '',
    `For the outbox: ${cell(finding.outbox)}`,
    ...(rows.length === 0
      ? []
      : ['', ...table(['step', 'what', 'when', 'sent', 'came', 'our table', 'trace id'], rows)]),
  ];
}

/** Where the common parameters are the question. */
function isSpoilt(step: string): boolean {
  return step.startsWith('checkOrder');
}

const LONGEST_VALUE = 400;

function shortened(value: string): string {
  return value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value;
}

function table(head: string[], rows: string[][]): string[] {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`);
}

/** What came from outside must not end a cell, or become a link or a tag. */
function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[|<[\\`]/g, (sign) => `\\${sign}`);
}
