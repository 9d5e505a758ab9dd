import { type Numbers, passedUnseen } from '../../app/outbox/forgotten.ts';
import { type OfFile, PassedWhile } from '../../app/outbox/passedWhile.ts';
import { readBody } from '../../app/outbox/readBody.ts';
import type { Save } from '../../app/outbox/save.ts';
import type { Saves } from '../../app/outbox/saves.ts';
import type { Vault } from '../vault/vault.ts';
import { identityKeysOf } from './identityKeys.ts';
import type { Moved } from './movedQueue.ts';
import type { SaveNews } from './saveNews.ts';

interface PassedHereOptions {
  saves: Saves;
  news: Pick<SaveNews, 'on'>;
  vault: Vault;
  numbers: Numbers;
  /** What was accepted after this (ms since 1970, by the till's clock) is remembered. */
  rememberedSince: () => number;
}

/** Whether what comes in a file is passed, until `end`. */
export interface PassedHere {
  /** To be told of each of the file before the first of it is asked about: it may show who is one person. */
  expect: (moved: Pick<Moved, 'body' | 'correctionOf'>) => void;
  isPassed: (save: Save) => boolean;
  end: () => void;
}

/**
 * Whether what comes in a file is passed by what this till has sent, or may have, by now, or may be. Nothing is sent as long as
 * it is asked; `end` is to be called then.
 */
export function passedHere(
  { saves, news, vault, numbers, rememberedSince }: PassedHereOptions,
  file: OfFile,
): PassedHere {
  const isPassedUnseen = passedUnseen(saves, numbers, rememberedSince());
  // In the turn in which is seen what is forgotten: what is forgotten while the file is read would be in neither of the two.
  const passed = new PassedWhile(saves, file);
  const isPassed = (save: Save) =>
    isPassedUnseen(save) || passed.isPassed(save) || passed.isBeside(save);
  const end = news.on((save, before) => {
    if (before === undefined) passed.learn(save);
  });
  const expect = ({ body, correctionOf }: Pick<Moved, 'body' | 'correctionOf'>) => {
    const read = readBody(body);
    const { requestId } = read;
    passed.expect({ requestId, identityKeys: identityKeysOf(vault, read), correctionOf });
  };
  return { expect, isPassed, end };
}
