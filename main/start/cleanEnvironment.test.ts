import { describe, expect, test } from 'vitest';
import { cleanEnvironment, type Surroundings } from './cleanEnvironment.ts';

const linux: Surroundings = {
  platform: 'linux',
  home: '/home/till',
  programFolder: '/opt/Tillside',
  environmentOfAll:
    '# by the administrator\nhttps_proxy="http://proxy.shop:3128"\nno_proxy=localhost\n',
};

describe('the environment of a desktop', () => {
  test('passes as it is', () => {
    const desktop = {
      ...{
        HOME: '/home/till',
        USER: 'till',
        PATH: '/usr/bin:/bin',
        LANG: 'zh_CN.UTF-8',
        TZ: 'Asia/Shanghai',
      },
      ...{ DISPLAY: ':0', XAUTHORITY: '/run/user/1000/x', XDG_RUNTIME_DIR: '/run/user/1000' },
      ...{
        DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus',
        XDG_CURRENT_DESKTOP: 'ubuntu:GNOME',
      },
      ...{ XMODIFIERS: '@im=ibus', GTK_IM_MODULE: 'ibus', GTK_MODULES: 'gail:atk-bridge' },
      ...{
        XDG_CONFIG_DIRS: '/etc/xdg/xdg-ubuntu:/etc/xdg',
        XDG_DATA_DIRS: '/usr/share/ubuntu:/usr/share',
      },
      ...{ XDG_CONFIG_HOME: '/home/till/.config', XDG_CACHE_HOME: '/home/till/.cache/' },
    };
    expect(cleanEnvironment(desktop, linux)).toEqual({ changes: {}, dangerous: [] });
  });

  test('passes where an AppImage has added its own folders, and nothing is said of what it adds', () => {
    const added = {
      LD_LIBRARY_PATH: '/opt/Tillside/usr/lib:',
      GSETTINGS_SCHEMA_DIR: '/opt/Tillside/usr/share/glib-2.0/schemas:',
      XDG_DATA_DIRS: './share/:/usr/share:/home/till/.local/share/flatpak/exports/share',
    };
    expect(cleanEnvironment(added, linux)).toEqual({
      changes: {
        LD_LIBRARY_PATH: '/opt/Tillside/usr/lib',
        GSETTINGS_SCHEMA_DIR: '/opt/Tillside/usr/share/glib-2.0/schemas',
        XDG_DATA_DIRS: '/usr/share',
      },
      dangerous: [],
    });
  });

  test('loses what nobody knows, without a word', () => {
    const given = { WHATEVER: 'x', FONTCONFIG_FILE: '/evil', 'LD_\n': 'x' };
    const { changes, dangerous } = cleanEnvironment(given, linux);
    expect([Object.keys(changes), dangerous]).toEqual([Object.keys(given), []]);
  });
});

describe('whoever starts a till does not decide with a variable', () => {
  const left = (env: NodeJS.ProcessEnv, at = linux) => {
    const { changes, dangerous } = cleanEnvironment(env, at);
    expect(dangerous).toEqual(Object.keys(env).sort());
    return changes;
  };

  test('whose root certificates and settings count: the home folder is the account’s', () => {
    expect(left({ HOME: '/evil' })).toEqual({ HOME: '/home/till' });
    for (const name of ['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_STATE_HOME']) {
      expect(left({ [name]: '/evil' })).toEqual({ [name]: undefined });
    }
    left({ NSS_DEFAULT_DB_TYPE: 'sql', SSL_CERT_FILE: '/evil', SSL_CERT_DIR: '/evil' });
    left({ XDG_CONFIG_DIRS: '/etc/xdg:/evil', NODE_EXTRA_CA_CERTS: '/evil' });
  });

  test('over which proxy it speaks', () => {
    const names = ['http', 'https', 'all', 'auto', 'no'].map((kind) => `${kind}_proxy`);
    for (const name of [...names, 'HTTPS_PROXY', 'SOCKS_SERVER']) left({ [name]: 'http://evil' });
  });

  test('whose code runs in it', () => {
    left({ LD_PRELOAD: '/evil.so', LD_AUDIT: '/evil.so', LD_LIBRARY_PATH: '/opt/Tillside:/evil' });
    left({
      GTK_MODULES: '/evil.so',
      GTK_PATH: '/evil',
      GTK3_MODULES: '../evil',
      GIO_EXTRA_MODULES: '/e',
    });
    left({
      GDK_PIXBUF_MODULE_FILE: '/evil',
      LIBGL_DRIVERS_PATH: '/evil',
      VK_ICD_FILENAMES: '/evil',
    });
    left({ LD_LIBRARY_PATH: '/opt/Tillside/../../evil', GTK_IM_MODULE_FILE: '/evil' });
  });

  test('however many there are: no second program fails to start for their names', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => [`LD_${index}`, 'x']);
    const { changes, dangerous } = cleanEnvironment(Object.fromEntries(many), linux);
    expect([Object.keys(changes).length, dangerous.length]).toEqual([1_000, 30]);
  });
});

test('a start by a desktop’s entry is none to be written down', () => {
  const entry = { GIO_LAUNCHED_DESKTOP_FILE: '/usr/share/applications/tillside.desktop' };
  const found = cleanEnvironment({ ...entry, GIO_LAUNCHED_DESKTOP_FILE_PID: '1234' }, linux);
  expect(found).toEqual({ changes: {}, dangerous: [] });
});

test('a proxy that an administrator has set for everybody passes, another one does not', () => {
  const { changes } = cleanEnvironment(
    {
      https_proxy: 'http://proxy.shop:3128',
      no_proxy: 'localhost',
      http_proxy: 'http://proxy.shop:3128',
    },
    linux,
  );
  expect(changes).toEqual({ http_proxy: undefined });
});

test('an account that the system does not know keeps its home folder: there is none to compare with', () => {
  expect(cleanEnvironment({ HOME: '/data' }, { ...linux, home: null }).changes).toEqual({});
});

test('elsewhere than on Linux only what is known to be dangerous is left out', () => {
  const given = { HOME: 'C:\\x', APPDATA: 'C:\\y', WHATEVER: '1', Electron_Log_File: 'C:\\z' };
  const found = cleanEnvironment(given, { ...linux, platform: 'win32' });
  expect(found).toEqual({
    changes: { Electron_Log_File: undefined },
    dangerous: ['Electron_Log_File'],
  });
});
