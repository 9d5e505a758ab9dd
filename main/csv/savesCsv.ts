import {
  CSV_COLUMNS,
  type CsvColumn,
  type CsvCount,
  WHOLE_COLUMNS,
} from '../../app/csv/csvColumns.ts';
import { shown } from '../../app/limits/shown.ts';
import type { Member } from '../../app/member/memberSchema.ts';
import type { Catalogue } from '../../app/messages/catalogues.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import { type Save, slipNumber } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import { shownClosing } from '../../app/outbox/shownClosing.ts';
import type { Operator } from '../../app/settings/provision.ts';
import type { Breath } from '../move/breathe.ts';
import type { SaveContents } from '../outbox/saveContents.ts';
import { asText, asTime, BYTE_ORDER_MARK, csvLines } from './csvText.ts';

/** Days of the till's own calendar, `2026-05-20`, both included. */
export interface Days {
  from: string;
  to: string;
}

export interface CsvOptions {
  saves: Pick<Saves, 'sequences' | 'findBySequence' | 'find' | 'correctionOf' | 'isLeaving'>;
  contents: Pick<SaveContents, 'openBody'>;
  operators: readonly Operator[];
  words: Catalogue;
  /** Whether whole values go out, as far as they are still here. */
  isWhole: boolean;
  breath: Breath;
}

/** So many lines are written at once: the window's calls come in between. */
const AT_ONCE = 50;

/** The saves that were made on these days, in the order of their slips, without whoever is being erased. */
export async function savesOfDays(
  saves: CsvOptions['saves'],
  { from, to }: Days,
  breath: Breath,
): Promise<number[]> {
  const [first, end] = [midnight(from, 0), midnight(to, 1)];
  const found: number[] = [];
  // What is registered meanwhile is behind all of these.
  for (const sequence of [...saves.sequences('all').newestFirst()]) {
    await breath();
    const save = present(saves, sequence);
    if (save !== undefined && save.createdAt >= first && save.createdAt < end) found.push(sequence);
  }
  return found.reverse();
}

/** How many there are, and of how many a body is still here: none is opened for that. */
export async function countSaves(
  saves: CsvOptions['saves'],
  days: Days,
  breath: Breath,
): Promise<CsvCount> {
  const found = await savesOfDays(saves, days, breath);
  const isHere = (sequence: number) => saves.findBySequence(sequence)?.sealedBody != null;
  return { saves: found.length, whole: found.filter(isHere).length };
}

/** The file in parts, and how many saves are in it. */
export async function savesCsv(
  days: Days,
  options: CsvOptions,
): Promise<{ parts: Buffer[]; saves: number }> {
  const { saves, words, isWhole, breath } = options;
  const columns: readonly CsvColumn[] = isWhole ? [...CSV_COLUMNS, ...WHOLE_COLUMNS] : CSV_COLUMNS;
  const names = columns.map((column) => words.csvFile.columns[column]);
  const parts = [Buffer.from(BYTE_ORDER_MARK + csvLines([names]))];
  let rows: (string | number)[][] = [];
  let count = 0;
  const finish = () => {
    if (rows.length > 0) parts.push(Buffer.from(csvLines(rows)));
    rows = [];
  };
  const rowOf = rowsOf(options);
  for (const sequence of await savesOfDays(saves, days, breath)) {
    await breath();
    const save = present(saves, sequence);
    // Its time may have ended meanwhile, or somebody is erasing it.
    if (save === undefined) continue;
    const row = rowOf(save);
    rows.push(columns.map((column) => row[column]));
    count += 1;
    if (rows.length === AT_ONCE) finish();
  }
  finish();
  return { parts, saves: count };
}

/** What is being erased goes into no file, also where the disk lets it go only later. */
function present(saves: CsvOptions['saves'], sequence: number): Save | undefined {
  const save = saves.findBySequence(sequence);
  return save === undefined || saves.isLeaving(save) ? undefined : save;
}

type Row = Record<CsvColumn, string | number>;

function rowsOf({ saves, contents, operators, words, isWhole }: CsvOptions): (save: Save) => Row {
  const names = new Map(operators.map(({ id, name }) => [id, name]));
  const { yes, no } = words.csvFile;
  const slipOf = (save: Save | undefined) => (save === undefined ? '' : slipNumber(save.sequence));
  return (save) => {
    const { consent, correctionOf } = save;
    const member = isWhole ? memberOf(contents, save) : null;
    const whose = member ?? save.masked;
    return {
      slip: slipNumber(save.sequence),
      registered: asTime(save.createdAt),
      state: words.state[save.state],
      settled: asTime(save.settledAt),
      operator: toldText(save.operatorId),
      operatorName: asText(names.get(save.operatorId) ?? ''),
      mobile: toldText(whose.mobile),
      name: toldText(whose.name),
      heldReason: save.heldReason ?? '',
      closedReason: shownClosing(save)?.reason ?? save.closedReason ?? '',
      code: toldText(save.lastOutcome?.code),
      subCode: toldText(save.lastOutcome?.subCode),
      attempts: save.attempts,
      customerId: toldText(save.customerId),
      corrects: slipOf(correctionOf === null ? undefined : saves.find(correctionOf)),
      correctedBy: slipOf(saves.correctionOf(save)),
      cameIn: asTime(save.imported?.exportedAt ?? null),
      consented: asTime(consent?.at ?? null),
      notice: toldText(consent?.noticeVersion),
      askedBy: toldText(consent?.operatorId),
      marketing: consent === null ? '' : consent.marketing ? yes : no,
      isWhole: member === null ? no : yes,
      gender: member?.gender === undefined ? '' : words.csvFile.genders[member.gender],
      birthday: member?.birthday ?? '',
      outerType: member?.outerType ?? '',
      outerId: asText(member?.outerId ?? ''),
      remark: asText(member?.remark ?? ''),
    };
  };
}

/** What a line of the store says, which nothing seals. */
function toldText(text: string | null | undefined): string {
  return asText(shown(text ?? ''));
}

/** What the body says, or null where there is none any more, or it does not open. */
function memberOf(contents: CsvOptions['contents'], save: Save): Partial<Member> | null {
  const body = contents.openBody(save);
  return body === null ? null : readBody(body).member;
}

/** Midnight before a day, or so many days behind it: no day has always 24 hours. */
function midnight(day: string, later: number): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const start = new Date(0);
  start.setFullYear(year, month - 1, date + later);
  return start.setHours(0, 0, 0, 0);
}
