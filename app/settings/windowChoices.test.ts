import { expect, test } from 'vitest';
import { parseProvision } from './provision.ts';
import { fullWindowChoices, USUAL_WINDOW, windowChoicesSchema } from './windowChoices.ts';

const fileWith = (window: unknown) =>
  parseProvision(
    JSON.stringify({
      gateway: { url: 'https://gw.example/rest', appKey: '1', appSecret: 'a secret' },
      brandId: 'b',
      shopId: 's',
      operators: [{ id: '1', name: 'One' }],
      window,
    }),
  );

test('what a file does not say of the window is as usual: no hot key, no strip, nothing in front of other programs', () => {
  expect(fullWindowChoices(undefined)).toEqual({
    hotKey: null,
    dock: 'none',
    alwaysOnTop: false,
    startAtSignIn: false,
    kiosk: false,
    touchKeyboard: true,
  });
  expect(fullWindowChoices({ dock: 'left', touchKeyboard: false })).toEqual({
    ...USUAL_WINDOW,
    dock: 'left',
    touchKeyboard: false,
  });
  expect(fullWindowChoices({ hotKey: null, kiosk: true })).toEqual({
    ...USUAL_WINDOW,
    kiosk: true,
  });
});

test('each choice may be said alone, and a file with a mistake in one says where and what', () => {
  for (const [name, value] of Object.entries({ ...USUAL_WINDOW, hotKey: 'Ctrl+Alt+M' })) {
    expect(windowChoicesSchema.safeParse({ [name]: value }).success, name).toBe(true);
  }
  expect(fileWith({ dock: 'top', hotKey: 'M', kiosk: 'yes' })).toEqual({
    ok: false,
    problems: [
      'window.hotKey: must be one key with Ctrl, Alt or Super, for example Ctrl+Alt+M',
      'window.dock: must be one of none, left, right',
      'window.kiosk: must be true or false',
    ],
  });
  expect(fileWith({ bottom: 1 })).toMatchObject({
    problems: ['window: "bottom" is not a known setting'],
  });
});
