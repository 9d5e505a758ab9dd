import type { Socket } from 'node:net';

/** Which connections carry calls to the gateway, and how many requests each has carried. */
export class Connections {
  private readonly requests = new Map<Socket, number>();

  /** Counts a request. True when the connection had carried one before. */
  noteRequest(socket: Socket): boolean {
    const before = this.requests.get(socket) ?? 0;
    if (before === 0) socket.once('close', () => this.requests.delete(socket));
    this.requests.set(socket, before + 1);
    return before > 0;
  }

  resetAll(): void {
    for (const socket of this.requests.keys()) socket.resetAndDestroy();
  }
}
