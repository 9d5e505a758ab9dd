import { describe, expect, test } from 'vitest';
import { chooseNext } from '../replay/chooseNext.ts';
import { aSave } from './aSave.fixture.ts';
import { PersonQueue } from './personQueue.ts';

const person = ['m'];
const ready = (queue: PersonQueue) =>
  chooseNext(queue, [], () => 0, 9).ready.map(({ sequence }) => sequence);

describe('the queue of a person', () => {
  test('a save that was taken back waits for a later one of the same person that is under way', () => {
    const queue = new PersonQueue();
    queue.put(aSave({ sequence: 5, identityKeys: person, state: 'sending' }));
    queue.put(aSave({ sequence: 2, identityKeys: person }));
    expect(ready(queue)).toEqual([]);
    queue.remove(aSave({ sequence: 5, identityKeys: person }));
    expect(ready(queue)).toEqual([2]);
  });

  test('while a decision about a save is being stored, it is not sent and nobody goes past it', () => {
    const queue = new PersonQueue();
    const first = aSave({ sequence: 1, identityKeys: person });
    queue.put(first);
    queue.put(aSave({ sequence: 2, identityKeys: person }));
    queue.reserve(first);
    expect(ready(queue)).toEqual([]);
    queue.put(first);
    expect(ready(queue)).toEqual([1]);
    queue.remove(first);
    expect(ready(queue)).toEqual([2]);
  });
});
