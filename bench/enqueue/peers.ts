import { mkdir, open, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JSONFilePreset } from 'lowdb/node';
import { type Contender, entry, requestId } from './contender.ts';

/** Packages of `bench/package.json`: loaded by name, since the project itself does not have them. */
const load = (name: string): Promise<unknown> => import(name);

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** lowdb as its own documentation uses it. It writes the whole file and never flushes. */
export const stockLowdb: Contender = {
  name: 'lowdb, its own file adapter',
  isDurable: false,
  open: async (folder, backlog) => {
    const saves: Record<string, unknown> = {};
    const low = await JSONFilePreset(join(folder, 'lowdb.json'), { saves });
    for (const number of numbers(backlog)) low.data.saves[requestId(number)] = entry(number);
    await low.write();
    return {
      enqueue: async (number) => {
        low.data.saves[requestId(number)] = entry(number);
        await low.write();
      },
      update: async (number) => {
        low.data.saves[requestId(number)] = { ...entry(number), state: 'sending' };
        await low.write();
      },
      remove: async (number) => {
        delete low.data.saves[requestId(number)];
        await low.write();
      },
      close: async () => undefined,
    };
  },
};

interface ConfStore {
  store: Record<string, unknown>;
  set(key: string, value: unknown): void;
  delete(key: string): void;
}

/** conf is what electron-store is made of. It rewrites the file at every change and does not flush. */
export const conf: Contender = {
  name: 'conf (electron-store)',
  isDurable: false,
  open: async (folder, backlog) => {
    const { default: Conf } = (await load('conf')) as {
      default: new (options: object) => ConfStore;
    };
    const store = new Conf({
      cwd: folder,
      configName: 'conf',
      accessPropertiesByDotNotation: false,
    });
    store.store = Object.fromEntries(
      numbers(backlog).map((number) => [requestId(number), entry(number)]),
    );
    return {
      enqueue: async (number) => store.set(requestId(number), entry(number)),
      update: async (number) =>
        store.set(requestId(number), { ...entry(number), state: 'sending' }),
      remove: async (number) => store.delete(requestId(number)),
      close: async () => undefined,
    };
  },
};

interface Sqlite {
  pragma(text: string): unknown;
  exec(text: string): void;
  prepare(text: string): { run(...values: unknown[]): unknown };
  transaction(work: () => void): () => void;
  close(): void;
}

export const betterSqlite: Contender = {
  name: 'better-sqlite3 (WAL, FULL, synchronous)',
  isDurable: true,
  open: async (folder, backlog) => {
    const { default: Database } = (await load('better-sqlite3')) as {
      default: new (path: string) => Sqlite;
    };
    const database = new Database(join(folder, 'saves.sqlite'));
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.exec('create table saves (id text primary key, value text not null) without rowid');
    const put = database.prepare('insert or replace into saves values (?, ?)');
    const remove = database.prepare('delete from saves where id = ?');
    database.transaction(() => {
      for (const number of numbers(backlog))
        put.run(requestId(number), JSON.stringify(entry(number)));
    })();
    return {
      enqueue: async (number) => void put.run(requestId(number), JSON.stringify(entry(number))),
      update: async (number) =>
        void put.run(requestId(number), JSON.stringify({ ...entry(number), state: 'sending' })),
      remove: async (number) => void remove.run(requestId(number)),
      close: async () => database.close(),
    };
  },
};

interface Level {
  put(key: string, value: string, options?: object): Promise<void>;
  del(key: string, options?: object): Promise<void>;
  batch(operations: object[], options?: object): Promise<void>;
  close(): Promise<void>;
}

export const classicLevel: Contender = {
  name: 'classic-level (sync)',
  isDurable: true,
  open: async (folder, backlog) => {
    const { ClassicLevel } = (await load('classic-level')) as {
      ClassicLevel: new (path: string) => Level;
    };
    const level = new ClassicLevel(join(folder, 'level'));
    const sync = { sync: true };
    await level.batch(
      numbers(backlog).map((number) => ({
        type: 'put',
        key: requestId(number),
        value: JSON.stringify(entry(number)),
      })),
      sync,
    );
    return {
      enqueue: (number) => level.put(requestId(number), JSON.stringify(entry(number)), sync),
      update: (number) =>
        level.put(requestId(number), JSON.stringify({ ...entry(number), state: 'sending' }), sync),
      remove: (number) => level.del(requestId(number), sync),
      close: () => level.close(),
    };
  },
};

/** One file an entry: written beside, flushed, renamed, folder flushed. */
export const filePerEntry: Contender = {
  name: 'file per entry',
  isDurable: true,
  open: async (folder, backlog) => {
    const saves = join(folder, 'saves');
    await mkdir(saves);
    const path = (number: number) => join(saves, requestId(number));
    for (const number of numbers(backlog))
      await writeFile(path(number), JSON.stringify(entry(number)));
    const names = await open(saves, 'r');
    const put = async (number: number, value: object) => {
      const file = await open(`${path(number)}.new`, 'w');
      await file.writeFile(JSON.stringify(value));
      await file.datasync();
      await file.close();
      await rename(`${path(number)}.new`, path(number));
      await names.sync();
    };
    return {
      enqueue: (number) => put(number, entry(number)),
      update: (number) => put(number, { ...entry(number), state: 'sending' }),
      remove: async (number) => {
        await unlink(path(number));
        await names.sync();
      },
      close: () => names.close(),
    };
  },
};
