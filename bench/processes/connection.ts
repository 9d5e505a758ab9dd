import { connect, type Socket } from 'node:net';

export interface CallerAnswer {
  /** 0: the connection ended without an answer. */
  status: number;
  /** Of the answer. */
  body: string;
}

/**
 * One connection, with one call at a time. It speaks no more HTTP than that takes: Node's own client costs more than what is
 * measured.
 */
export class Connection {
  readonly #socket: Socket;
  #answer = '';
  #onAnswer: (answer: CallerAnswer) => void = () => undefined;
  isOpen = true;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.setEncoding('utf8');
    this.#socket.on('data', (text) => this.#hear(String(text)));
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.isOpen = false;
      this.#onAnswer({ status: 0, body: '' });
    });
  }

  call(bytes: string): Promise<CallerAnswer> {
    return new Promise((resolve) => {
      this.#onAnswer = resolve;
      this.#socket.write(bytes);
    });
  }

  end(): void {
    this.#socket.destroy();
  }

  #hear(text: string): void {
    this.#answer += text;
    const end = this.#answer.indexOf('\r\n\r\n');
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(this.#answer)?.[1]);
    if (end < 0 || !(Buffer.byteLength(this.#answer.slice(end + 4)) >= length)) return;
    const status = Number(this.#answer.slice(9, 12));
    if (/\r\nconnection: close/i.test(this.#answer.slice(0, end))) this.isOpen = false;
    const body = this.#answer.slice(end + 4);
    this.#answer = '';
    this.#onAnswer({ status, body });
  }
}
