import { EventEmitter } from 'node:events';
import { answerQueueQuestion, type QueueQuestion } from '../../main/move/queueQuestion.ts';

/** The process of a move that answers, in this one. */
export class Answering extends EventEmitter {
  postMessage(question: QueueQuestion): void {
    void answerQueueQuestion(question).then((answer) => this.emit('message', answer));
  }

  kill(): boolean {
    return true;
  }
}
