import { expect, test } from 'vitest';
import { aSave } from '../../app/outbox/aSave.fixture.ts';
import { Vault } from '../vault/vault.ts';
import { openWords } from './sealedWords.ts';

test.each(['', 'no words', 'null', '{"text":7,"traceId":""}'])(
  'what somebody has sealed with his own key, and is no words (%s), ends no start',
  (text) => {
    const vault = new Vault(Buffer.alloc(32, 9));
    const place = { requestId: '1'.repeat(32), sequence: 1 };
    const sealedWords = vault.seal(text, `${place.requestId}|1|words`);
    expect(openWords(vault, aSave({ ...place, sealedWords }))).toBeNull();
  },
);
