/** What a room's files may import of the project, beside the room itself. */
interface Room {
  imports: readonly string[];
  /** What its tests (`*.test.ts`) may import as well. */
  tests?: readonly string[];
}

/** Every room, what ships first. Tests aside, a room imports only what stands above it here. */
export const ROOMS: Readonly<Record<string, Room>> = {
  app: { imports: [] },
  main: { imports: ['app'], tests: ['testing', 'sandbox'] },
  renderer: { imports: ['app'], tests: ['preview'] },

  platform: { imports: [] },
  sandbox: { imports: ['platform'] },
  relay: { imports: ['app', 'platform'], tests: ['sandbox', 'testing'] },
  testing: { imports: ['app', 'main'] },
  preview: { imports: ['app', 'renderer'] },
  pageTests: { imports: ['app', 'testing'] },

  dev: { imports: ['app', 'main', 'platform', 'sandbox', 'relay', 'testing', 'pageTests'] },
  e2e: { imports: ['app', 'main', 'platform', 'sandbox', 'relay', 'testing', 'pageTests', 'dev'] },
  bench: { imports: ['app', 'main', 'platform', 'sandbox', 'relay', 'testing', 'dev', 'e2e'] },
  torture: { imports: ['app', 'main', 'platform', 'sandbox', 'relay', 'testing', 'dev', 'bench'] },
  mutants: { imports: ['dev', 'torture'] },
};

export function roomOf(file: string): string {
  return file.slice(0, file.indexOf('/'));
}

export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file);
}

/** Whether a file of one room may name one of another, or of its own. */
export function mayImport(file: string, imported: string): boolean {
  const [own, other] = [roomOf(file), roomOf(imported)];
  const { imports = [], tests = [] } = ROOMS[own] ?? {};
  if (own === other || imports.includes(other)) return true;
  return isTest(file) && tests.includes(other);
}
