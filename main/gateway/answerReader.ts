import { ANSWER_TOO_LONG } from '../../app/gateway/classify.ts';
import { beginsAsAnswer } from '../../app/gateway/readAnswer.ts';

/** An answer of the API has a few hundred bytes; more is somebody else's page. */
const MAX_BYTES = 256 * 1024;

/** The reason of a failure where a page of somebody else's was longer than is read. */
export const PAGE_TOO_LONG = 'page-too-long';

/** Collects an answer while it comes, and counts what is unpacked, not what was sent. */
export class AnswerReader {
  readonly #parts: Uint8Array[] = [];
  #bytes = 0;

  /** False as soon as it is too long to be an answer: nothing more is to be read, or kept. */
  take(part: Uint8Array): boolean {
    const bytesLeft = MAX_BYTES - this.#bytes;
    this.#parts.push(part.subarray(0, bytesLeft));
    this.#bytes = Math.min(MAX_BYTES, this.#bytes + part.byteLength);
    return part.byteLength <= bytesLeft;
  }

  text(): string {
    return Buffer.concat(this.#parts).toString('utf8');
  }

  /** Why it was cut off: an answer of the API that does not end, or somebody else's page. */
  whyTooLong(): string {
    return beginsAsAnswer(this.text()) ? ANSWER_TOO_LONG : PAGE_TOO_LONG;
  }
}
