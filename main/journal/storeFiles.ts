/** `outbox-000012.journal` and `outbox-000012.snapshot`: a snapshot holds all that came before the journal of its number. */
const NAME = /^outbox-(\d{6,12})\.(journal|snapshot)$/;

export type StoreFileKind = 'journal' | 'snapshot';

export interface StoreFile {
  name: string;
  generation: number;
  kind: StoreFileKind;
}

export function storeFileName(generation: number, kind: StoreFileKind): string {
  return `outbox-${String(generation).padStart(6, '0')}.${kind}`;
}

/** The store's files among these names, oldest first. */
export function storeFiles(names: readonly string[]): StoreFile[] {
  return names
    .flatMap((name): StoreFile[] => {
      const match = NAME.exec(name);
      if (match === null) return [];
      return [{ name, generation: Number(match[1]), kind: match[2] as StoreFileKind }];
    })
    .sort((a, b) => a.generation - b.generation);
}
