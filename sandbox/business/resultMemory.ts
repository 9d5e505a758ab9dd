interface StoredResult {
  body: string;
  customerId: string;
  at: number;
}

/** The first result of every request id, with the exact text it was given for. */
export class ResultMemory {
  private readonly results = new Map<string, StoredResult>();

  /** The stored result, unless it is older than the lifetime. Times in milliseconds. */
  recall(requestId: string, now: number, lifetime: number | undefined): StoredResult | undefined {
    const stored = this.results.get(requestId);
    if (stored && lifetime !== undefined && now - stored.at >= lifetime) {
      this.results.delete(requestId);
      return undefined;
    }
    return stored;
  }

  store(requestId: string, result: StoredResult): void {
    this.results.set(requestId, result);
  }

  reset(): void {
    this.results.clear();
  }
}
