import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** What a server says of a version, as electron-builder writes it; a part may be anything. */
export interface Release {
  version?: string;
  url?: string;
  sha512?: string;
  size?: number | string;
  stagingPercentage?: number | string;
  isAdminRightsRequired?: boolean;
}

/** A chain's server of updates on loopback, which does what a test wants of it. */
export class UpdateServer {
  /** By path; a channel's file counts for every system. */
  readonly answers = new Map<string, Answer>();
  /** What was asked for, in its order. */
  readonly asked: string[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<UpdateServer> {
    const server = createServer((request, response) => {
      const path = (request.url ?? '').replace(/\?.*/, '').replace(/-linux(?:-\w+)?(?=\.yml$)/, '');
      feed.asked.push(path);
      const answer = feed.answers.get(path);
      if (answer === undefined) response.writeHead(404).end();
      else answer(response, request);
    });
    const feed = new UpdateServer(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return feed;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A release with its file; `said`: what is said otherwise than it is. */
  publish(version: string, file: Buffer, said: Release = {}, channel = 'latest'): void {
    const url = said.url ?? `Tillside-${version}.AppImage`;
    this.say({ version, url, sha512: sha512Of(file), size: file.length, ...said }, channel);
    this.answers.set(`/Tillside-${version}.AppImage`, whole(file));
  }

  /** What the channel's file says alone. */
  say(release: Release, channel = 'latest'): void {
    const { version, url, sha512, size, stagingPercentage, isAdminRightsRequired } = release;
    const lines = [
      `version: ${version}`,
      'files:',
      `  - url: ${url}`,
      ...(sha512 === undefined ? [] : [`    sha512: ${sha512}`]),
      ...(size === undefined ? [] : [`    size: ${size}`]),
      ...(isAdminRightsRequired ? ['    isAdminRightsRequired: true'] : []),
      ...(stagingPercentage === undefined ? [] : [`stagingPercentage: ${stagingPercentage}`]),
      "releaseDate: '2026-11-24T04:00:00.000Z'",
    ];
    this.answers.set(`/${channel}.yml`, whole(Buffer.from(lines.join('\n'))));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export function sha512Of(file: Buffer): string {
  return createHash('sha512').update(file).digest('base64');
}

export function whole(body: Buffer): Answer {
  return (response) => {
    response.writeHead(200, { 'content-length': body.length }).end(body);
  };
}

/** A part of it, and then the connection is gone. */
export function brokenOff(body: Buffer): Answer {
  return (response) => {
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, body.length / 2), () => response.destroy());
  };
}

/** A part of it, and then nothing. */
export function silentAfter(body: Buffer): Answer {
  return (response) => {
    response.writeHead(200, { 'content-length': body.length + 1 });
    response.write(body);
  };
}

/** More and more of it, without an end. */
export function endless(part: Buffer): Answer {
  return (response) => {
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write(part));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };
}

/** A sign at a time, so that something comes whenever somebody looks. */
export const dripping: Answer = (response) => {
  response.writeHead(200, { 'content-length': 9_000 });
  const timer = setInterval(() => response.write('#'), 20);
  response.once('close', () => clearInterval(timer));
};

export function redirectTo(location: string): Answer {
  return (response) => {
    response.writeHead(302, { location }).end();
  };
}
