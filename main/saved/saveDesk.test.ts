import { expect, test } from 'vitest';
import { SaveDesk } from './saveDesk.ts';
import type { SavedFiles } from './savedFiles.ts';

function deskWith({ chosen = '/stick/a.csv' as string | null } = {}) {
  const written: unknown[] = [];
  const asked: unknown[] = [];
  const state = { isOpen: true, choosing: Promise.resolve(chosen) };
  const files: SavedFiles = {
    place: async (path) => ({ ok: true, path, folderId: '1:2', isTaken: true }),
    write: async (...given) => {
      written.push(given);
      return null;
    },
  };
  const desk = new SaveDesk({
    choose: (...given) => {
      asked.push(given);
      return state.choosing;
    },
    files,
    folder: '/data',
    session: () => (state.isOpen ? state : null),
  });
  return { desk, written, asked, state };
}

const parts = async () => ['a'];

test('the dialog proposes a name, and the page hears the name of what was saved and not where', async () => {
  const { desk, written, asked } = deskWith();
  expect(await desk.save('csv', '2026-05', parts)).toEqual({ ok: true, value: { file: 'a.csv' } });
  expect(asked).toEqual([['csv', '2026-05.csv']]);
  expect(written).toEqual([['/stick/a.csv', ['a'], true, '1:2']]);
});

test('where no file is chosen nothing is made', async () => {
  const { desk, written } = deskWith({ chosen: null });
  let isMade = false;
  const make = async () => {
    isMade = true;
    return ['a'];
  };
  expect(await desk.save('csv', 'a', make)).toEqual({ ok: true, value: null });
  expect([isMade, written]).toEqual([false, []]);
});

test('a session that ends while the dialog is open saves nothing, and makes nothing that has a line', async () => {
  const { desk, written, state } = deskWith();
  let isMade = false;
  state.isOpen = false;
  const make = async () => {
    isMade = true;
    return ['a'];
  };
  expect(await desk.save('csv', 'a', make)).toMatchObject({ error: { code: 'session.ended' } });
  expect([isMade, written]).toEqual([false, []]);
});

test('a session that ends while it is made saves nothing either', async () => {
  const { desk, written, state } = deskWith();
  const make = async () => {
    state.isOpen = false;
    return ['a'];
  };
  expect(await desk.save('csv', 'a', make)).toMatchObject({ error: { code: 'session.ended' } });
  expect(written).toEqual([]);
});

test('what is refused while it is made is not written', async () => {
  const { desk, written } = deskWith();
  const refusal = { ok: false, error: { code: 'audit.refused' } } as const;
  expect(await desk.save('csv', 'a', async () => refusal)).toEqual(refusal);
  expect(written).toEqual([]);
});

test('one dialog is open at a time', async () => {
  const { desk, asked, state } = deskWith();
  let choose = (_: string | null) => {};
  state.choosing = new Promise((resolve) => {
    choose = resolve;
  });
  const first = desk.save('csv', 'a', parts);
  expect(await desk.save('csv', 'b', parts)).toMatchObject({ error: { code: 'request.refused' } });
  choose(null);
  await first;
  state.choosing = Promise.resolve(null);
  expect(await desk.save('csv', 'b', parts)).toEqual({ ok: true, value: null });
  expect(asked).toHaveLength(2);
});
