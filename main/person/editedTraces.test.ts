import { copyFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';
import { registration } from '../../testing/tills/registration.ts';
import { rewriteLines } from '../../testing/tills/rewriteLines.ts';
import { tokenOf } from './personToken.ts';

const [THEIRS, OTHERS] = ['a'.repeat(32), 'b'.repeat(32)];
const [MOBILE, OTHER_MOBILE] = ['13812346520', '13812346521'];
/** By `saveCodec.ts`. */
const SEALED_WORDS = 21;

/** The columns of a line, and what is sealed behind them. */
type Edit = (columns: unknown[], sealed: string, ofOthers: string) => string;

const words =
  (text: string): Edit =>
  (columns, sealed) => {
    columns[SEALED_WORDS] = text;
    return sealed;
  };

/** A till of two people. Somebody has edited the line of the first, and a copy of a journal that was damaged is kept. */
async function editedTill(edit: Edit) {
  const folder = await freshFolder();
  const before = await startTill(folder);
  await before.calls.registerMember(registration(THEIRS, MOBILE));
  await before.calls.registerMember(registration(OTHERS, OTHER_MOBILE));
  await before.stop();
  const journal = (await readdir(folder)).find((name) => name.endsWith('.journal')) ?? '';
  const kept = join(folder, `${journal}.unreadable-2026-11-24T00-00-00-000Z`);
  await copyFile(join(folder, journal), kept);
  const others = before.till.outbox.saves.find(OTHERS)?.sealedBody ?? '';
  await rewriteLines(folder, (payload) => {
    const [, front, json, sealed] = new RegExp(`^(.* ${THEIRS} )(.*)\t(.*)$`).exec(payload) ?? [];
    if (json === undefined || sealed === undefined) return payload;
    const columns = JSON.parse(json);
    const behind = edit(columns, sealed, others);
    return `${front}${JSON.stringify(columns)}\t${behind}`;
  });
  return { folder, kept };
}

/** Whoever asks for it is erased, as on the manager's page. */
async function eraseThem({ calls }: Awaited<ReturnType<typeof startTill>>) {
  const who = { identity: { mobile: MOBILE }, operatorId: OPERATOR };
  await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  return calls.erasePerson({ ...who, token: tokenOf(['S-0001']) });
}

test.each<[string, Edit]>([
  ['no text at all', words('')],
  ['one sign in the place of the sealed words', words('x')],
  ['a blank in it', words(' ')],
  ['what every line says', words('2392313')],
  ['one sign in the place of the body', () => 'A'],
  ['what others have sealed', (columns, sealed, others) => words(others)(columns, sealed, others)],
  [
    'a part of that',
    (columns, sealed, others) => words(others.slice(4, 60))(columns, sealed, others),
  ],
])(
  'who is erased takes nobody along, and the till opens as ever, where somebody has edited their line to have %s',
  async (_what, edit) => {
    const { folder, kept } = await editedTill(edit);
    const till = await startTill(folder, { offer: null });
    expect(await eraseThem(till)).toMatchObject({ ok: true, value: { left: [] } });
    await till.stop();

    const copy = await readFile(kept, 'latin1');
    expect(copy).not.toContain(THEIRS);
    expect(copy).toContain(OTHERS);
    const next = await startTill(folder, { offer: null });
    expect([...next.till.outbox.saves.values()].map(({ requestId }) => requestId)).toEqual([
      OTHERS,
    ]);
    expect(next.codes()).not.toContain('store.erasure-left');
  },
);

test('what is left of an erasing is told by the next start too, however long somebody has made what was sealed', async () => {
  const { folder } = await editedTill(words('A'.repeat(33 * 1024 * 1024)));
  // Longer than any store: nobody knows whether they stand in it.
  const unread = 'outbox-000009.journal.unreadable-2026-11-24T00-00-00-000Z';
  await writeFile(join(folder, unread), '');
  await truncate(join(folder, unread), 513 * 1024 * 1024);
  const till = await startTill(folder, { offer: null });
  expect(await eraseThem(till)).toMatchObject({ ok: true, value: { left: [unread] } });
  await till.stop();
  const next = await startTill(folder, { offer: null });
  expect(next.codes()).toEqual(['store.erasure-left']);
});
