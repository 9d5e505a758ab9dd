import { expect, test } from 'vitest';
import { readArgument } from '../../app/ipc/readArgument.ts';
import { CONSENT, freshFolder, OPERATOR, PIN, startTill } from '../../testing/tills/openedTill.ts';

const MOBILE = '13912345678';
const TODAY = '2026-11-30';

/** More than the values that any call of a page may have. */
const MANY = 5_001;

test('whoever has more saves than a page can name, as a file brings them, is shown with all of them and erased at the first press', async () => {
  const { till, calls } = await startTill(await freshFolder());
  const { intake, saves } = till.outbox;
  const stored = Array.from({ length: MANY }, (_, at) =>
    intake.enqueue({
      requestId: (at + 1).toString(16).padStart(32, '0'),
      origin: { brandId: 'brand', shopId: 'shop', operatorId: OPERATOR },
      member: { mobile: MOBILE },
      app: 'https://gw.example.com 1',
      correctionOf: null,
      consent: { ...CONSENT, at: 5, operatorId: OPERATOR },
    }),
  );
  expect((await Promise.all(stored)).filter(({ ok }) => !ok)).toEqual([]);
  await calls.openManager({ pin: PIN, operatorId: OPERATOR });
  const asked = { identity: { mobile: MOBILE }, operatorId: OPERATOR };
  const found = await calls.findPerson(asked);
  if (!found.ok) throw new Error(found.error.code);
  expect(found.value.saves).toHaveLength(MANY);
  // What the page sends, by the way that every call of a page takes.
  const { token } = found.value;
  const argument = readArgument('erasePerson', [{ ...asked, token }], TODAY);
  if (!argument.ok) throw new Error(argument.error.code);
  const erased = await calls.erasePerson(argument.argument);
  expect(erased).toMatchObject({ ok: true, value: { left: [] } });
  expect([...saves.values()]).toEqual([]);
});
