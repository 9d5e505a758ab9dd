/** One open store with a backlog in it. Every promise settles as the store says that it is done. */
export interface OpenedStore {
  enqueue(number: number): Promise<void>;
  update(number: number): Promise<void>;
  remove(number: number): Promise<void>;
  close(): Promise<void>;
}

export interface Contender {
  name: string;
  /** Whether what it calls done survives a power cut, by its own documentation and code. */
  isDurable: boolean;
  open(folder: string, backlog: number): Promise<OpenedStore>;
}

/** The size of a save with its sealed body, as ours writes it. */
const SEALED = 'x'.repeat(420);

/** What the peers store: the same fields, already sealed; sealing is in our own time only. */
export function entry(number: number): Record<string, unknown> {
  return {
    requestId: requestId(number),
    sequence: number,
    sealedBody: SEALED,
    identityKeys: ['abcdefghijklmnopqrstuv'],
    masked: { mobile: '138****8000', name: '刘*' },
    operatorId: '2392313',
    createdAt: 1_795_500_000_000,
    state: 'pending',
    attempts: 0,
  };
}

export function requestId(number: number): string {
  return number.toString(16).padStart(32, '0');
}
