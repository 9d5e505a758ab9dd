import { spawnSync } from 'node:child_process';
import dbus from '@particle/dbus-next';
import { startBus } from './messageBus.ts';
import { freshFolder } from './runFolder.ts';

/** A row of a tray's menu, as a desktop shows it; a line between has no label. */
export type TrayRow = { id: number; label: string; isEnabled: boolean };

/** A desktop that draws a tray, without drawing it: it knows what it would show, and presses what a hand would press. */
export type TrayHost = {
  /** For the `env` of an app. */
  env: NodeJS.ProcessEnv;
  /** What the icon says to a hand that rests on it, or null: there is none. */
  text(): Promise<string | null>;
  menu(): Promise<TrayRow[]>;
  /** Presses the icon itself. */
  press(): Promise<void>;
  /** Chooses the row that has this label. */
  choose(label: string): Promise<void>;
  /** The panel begins, or is there again; one that has ended has forgotten every icon. */
  begin(): Promise<void>;
  /** The panel ends, as where somebody switches an extension off or it crashes. */
  end(): void;
  close(): Promise<void>;
};

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';

/** Whether a session's bus can be started here. */
export function hasBus(): boolean {
  return process.platform === 'linux' && spawnSync('which', ['dbus-daemon']).status === 0;
}

/** https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/: the part of it that a desktop plays. */
class Watcher extends dbus.interface.Interface {
  item: string | null = null;
  get IsStatusNotifierHostRegistered(): boolean {
    return true;
  }
  get ProtocolVersion(): number {
    return 0;
  }
  RegisterStatusNotifierItem(service: string): void {
    this.item = service;
  }
}
Watcher.configureMembers({
  properties: {
    IsStatusNotifierHostRegistered: { signature: 'b', access: 'read' },
    ProtocolVersion: { signature: 'i', access: 'read' },
  },
  methods: { RegisterStatusNotifierItem: { inSignature: 's' } },
});

/** `isLate`: there is no panel before `begin`. */
export async function startTrayHost({ isLate = false } = {}): Promise<TrayHost> {
  const bus = await startBus(freshFolder('bus'));
  const connect = () => dbus.sessionBus({ busAddress: bus.address });
  let connection = connect();
  let watcher = new Watcher(WATCHER);
  const begin = async () => {
    watcher = new Watcher(WATCHER);
    connection.export('/StatusNotifierWatcher', watcher);
    await connection.requestName(WATCHER, 0);
  };
  const leave = () => {
    // What the app asks in that moment would be answered on a connection that has ended, which throws in nobody's test.
    connection.addMethodHandler(() => true);
    connection.disconnect();
  };
  const end = () => {
    leave();
    connection = connect();
    watcher = new Watcher(WATCHER);
  };
  if (!isLate) await begin();

  const call = async (
    path: string,
    name: string,
    member: string,
    signature = '',
    body: unknown[] = [],
  ) => {
    if (watcher.item === null) throw new Error('Nobody has put an icon into the tray.');
    const message = { destination: watcher.item, path, interface: name, member, signature, body };
    const reply = await connection.call(new dbus.Message(message));
    return reply?.body ?? [];
  };
  const property = async (name: string) => {
    const asked = ['org.freedesktop.DBus.Properties', 'Get', 'ss', [ITEM, name]] as const;
    const [value] = await call('/StatusNotifierItem', asked[0], asked[1], asked[2], [...asked[3]]);
    return (value as dbus.Variant).value as unknown;
  };
  const menu = async (): Promise<TrayRow[]> => {
    const path = String(await property('Menu'));
    const [, layout] = await call(path, MENU, 'GetLayout', 'iias', [0, -1, []]);
    const [, , rows] = layout as [number, object, dbus.Variant[]];
    return rows.map(({ value }) => {
      const [id, { label, enabled }] = value as [number, Record<string, dbus.Variant | undefined>];
      return { id, label: String(label?.value ?? ''), isEnabled: enabled?.value !== false };
    });
  };
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: bus.address },
    text: async () => {
      if (watcher.item === null) return null;
      const [, , title, text] = (await property('ToolTip')) as [string, unknown, string, string];
      return title || text;
    },
    menu,
    press: async () => {
      await call('/StatusNotifierItem', ITEM, 'Activate', 'ii', [0, 0]);
    },
    choose: async (label) => {
      const row = (await menu()).find((one) => one.label === label);
      if (row === undefined) throw new Error(`The tray's menu has no "${label}".`);
      const path = String(await property('Menu'));
      const data = new dbus.Variant('s', '');
      await call(path, MENU, 'Event', 'isvu', [row.id, 'clicked', data, 0]);
    },
    begin,
    end,
    close: async () => {
      leave();
      await bus.process.end(2_000);
    },
  };
}
