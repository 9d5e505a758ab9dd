import { statSync } from 'node:fs';
import { isThere } from '../files/isThere.ts';
import { readTraits, type TraitsQuestion } from '../hardware/readTraits.ts';
import { answerQueueQuestion, type QueueQuestion } from '../move/queueQuestion.ts';
import { answerSavedQuestion, type SavedQuestion } from '../saved/savedQuestion.ts';
import { answerWitness, type WitnessQuestion } from '../witness/witnessFolder.ts';
import { asTaken, readMachineSettings } from './machineSettings.ts';
import type { FileQuestion } from './otherFiles.ts';
import { isResultDue, writeResult } from './provisionResult.ts';
import { readProvisionFile } from './readProvisionFile.ts';

/**
 * The process that looks at files of other people: one question, one answer. Whatever a disk does to it, the till does
 * not stand still, and none of the till's own few threads for the disk waits with it.
 */
process.parentPort.once('message', async ({ data }: { data: Question }) => {
  process.parentPort.postMessage(await answerTo(data));
});

type Question = FileQuestion | QueueQuestion | SavedQuestion | TraitsQuestion | WitnessQuestion;

async function answerTo(asked: Question): Promise<unknown> {
  if (asked.question === 'queue') return answerQueueQuestion(asked);
  if (asked.question === 'saved') return answerSavedQuestion(asked);
  if (asked.question === 'witness') return answerWitness(asked);
  if (asked.question === 'computer') return readTraits(asked);
  if (asked.question === 'machine') {
    const machine = asTaken(readMachineSettings());
    if (isResultDue(machine)) writeResult(machine, Date.now());
    return machine;
  }
  return asked.question === 'provision'
    ? readProvisionFile(asked.path)
    : isThere(asked.path, statSync);
}
