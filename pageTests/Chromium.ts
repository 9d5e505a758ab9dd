import { type Browser, startBrowser } from './browser.ts';
import { givenBrowser } from './givenRun.ts';

type Message = {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
};

interface Running {
  /** The address of the tab within the browser's own pages, and its name there. */
  pages: string;
  id: string;
  socket: WebSocket;
  /** Null where the browser is the run's, which goes on. */
  own: Browser | null;
}

/** One tab of a real browser, spoken to through the DevTools protocol, without any driver in between. */
export class Chromium {
  #running: Running | null = null;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  #id = 0;

  /** To be awaited before anything is asked of it; `listen` may come earlier. */
  async start(): Promise<void> {
    const given = givenBrowser();
    const own = given === undefined ? await startBrowser() : null;
    const pages = `http://127.0.0.1:${own?.port ?? given}/json`;
    const opened = await fetch(`${pages}/new?about:blank`, { method: 'PUT' });
    const { id, webSocketDebuggerUrl } = (await opened.json()) as Record<string, string>;
    if (id === undefined || webSocketDebuggerUrl === undefined)
      throw new Error('Chromium has no page');
    const socket = new WebSocket(webSocketDebuggerUrl);
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.id === undefined) for (const listener of this.#listeners) listener(message);
      else this.#waiting.get(message.id)?.(message);
    });
    this.#running = { pages, id, socket, own };
  }

  async call(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const { socket } = this.#running ?? {};
    if (socket === undefined) throw new Error(`${method}: Chromium was not started`);
    this.#id += 1;
    const id = this.#id;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answer;
    this.#waiting.delete(id);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  listen(method: string, listener: (params: Record<string, unknown>) => void): void {
    this.#listeners.add((message) => {
      if (message.method === method) listener(message.params ?? {});
    });
  }

  /** Resolves at the next event of this name. */
  next(method: string): Promise<Record<string, unknown>> {
    return new Promise((resolve) => {
      const listener = (message: Message) => {
        if (message.method !== method) return;
        this.#listeners.delete(listener);
        resolve(message.params ?? {});
      };
      this.#listeners.add(listener);
    });
  }

  async stop(): Promise<void> {
    if (this.#running === null) return;
    const { pages, id, socket, own } = this.#running;
    socket.close();
    await (own === null ? fetch(`${pages}/close/${id}`) : own.stop());
  }
}
