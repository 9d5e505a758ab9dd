import type { Refusal } from '../../platform/protocol/refusal.ts';
import type { Tree } from '../../platform/wire/writeAnswer.ts';
import type { RawAnswer } from '../forward/platformAnswer.ts';

/** What a call is answered. */
export type Reply =
  /** By the relay, in the platform's words. */
  | { kind: 'refused'; refusal: Refusal }
  /** By one of the relay's own methods. */
  | { kind: 'result'; method: string; content: Tree }
  /** By the platform. */
  | { kind: 'passed'; answer: RawAnswer }
  /** By nobody: what has become of it cannot be said. */
  | { kind: 'doubt' }
  /** Nobody is there any more. */
  | { kind: 'gone' };

/** A reply, and after how many ms the till's next call of its backlog is welcome; null where nothing is said of it. */
export interface Served {
  reply: Reply;
  next: number | null;
  /** The answer bears the relay's time also where that is unsure. */
  tellsTime?: boolean;
}

/** What may be told of a call: nothing of its body, and nobody's words. */
export interface CallRecord {
  method: string | null;
  /** Of a caller that is known and whose sign is right, else null. */
  till: { appKey: string; brandId: string; shopId: string } | null;
  urgency: 'counter' | 'backlog' | 'foreign' | 'report';
  /** How it ended: `answered` by the platform, `refused` by the relay, `served` by a method of its own, `doubt`, `gone`. */
  end: 'answered' | 'refused' | 'served' | 'doubt' | 'gone';
  /** Of an answer of the platform: its class by the till's rules. Else null. */
  outcome: string | null;
  /** `code` and `sub_code` of an error, `transport.*` or a word for the connection of a doubt; else null. */
  code: string | null;
  /** Held for the quota, and at the platform (ms; 0 where it never came so far). */
  held: number;
  atPlatform: number;
  /** Why the relay said "later" for the quota, and in how many ms; else null. */
  later: { kind: 'appointment' | 'banned'; left: number } | null;
}

/** Of a call that has just come: nobody is known yet, and nobody was answered. */
export function newRecord(): CallRecord {
  return {
    method: null,
    till: null,
    urgency: 'foreign',
    end: 'gone',
    outcome: null,
    code: null,
    held: 0,
    atPlatform: 0,
    later: null,
  };
}

/** Told of every call that came to its end. */
export type CallWatcher = (record: CallRecord) => void;
