import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { freshFolder, OPERATOR, PIN, startTill } from '../../../testing/tills/openedTill.ts';

async function withPage(page: Uint8Array | null) {
  const folder = await freshFolder();
  const target = join(dirname(folder), 'page.pdf');
  const names: string[] = [];
  const opened = await startTill(
    folder,
    {},
    {
      pageAsPdf: async () => page,
      chooseSaved: async (_kind, name) => {
        names.push(name);
        return target;
      },
    },
  );
  await opened.calls.openManager({ pin: PIN, operatorId: OPERATOR });
  const save = (operatorId = OPERATOR) => opened.calls.savePage({ section: 'audit', operatorId });
  return { ...opened, save, names, target };
}

test('the open section is saved under a name that says which and when, and has a line', async () => {
  const { save, names, target, lines } = await withPage(Buffer.from('%PDF-1.4'));
  expect(await save()).toEqual({ ok: true, value: { file: 'page.pdf' } });
  expect(names).toEqual([expect.stringMatching(/^audit-\d{4}-\d\d-\d\d\.pdf$/)]);
  expect(await readFile(target, 'utf8')).toBe('%PDF-1.4');
  expect((await lines()).at(-1)).toMatchObject({
    action: 'page.saved',
    operatorId: OPERATOR,
    reason: 'audit',
  });
});

test('what cannot be made, has no line or is asked for by somebody unknown is not saved', async () => {
  const unmade = await withPage(null);
  expect(await unmade.save()).toMatchObject({ error: { code: 'file.not-made' } });
  expect(await unmade.save('nobody')).toMatchObject({ error: { code: 'operator.unknown' } });
  expect((await unmade.lines()).at(-1)).toMatchObject({ action: 'manager.opened' });
  const unnoted = await withPage(Buffer.from('%PDF-1.4'));
  unnoted.till.audit.record = async () => false;
  expect(await unnoted.save()).toMatchObject({ error: { code: 'audit.refused' } });
  for (const { target } of [unmade, unnoted]) await expect(readFile(target)).rejects.toThrow();
});
