import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** Where a certificate (with its chain) and its key lie, both PEM. */
export interface TlsPaths {
  certificate: string;
  key: string;
}

export interface TlsTexts {
  cert: string;
  key: string;
}

/** The files of a certificate, and whether they are other ones by now. */
export class TlsFiles {
  readonly #paths: TlsPaths;
  #mark = '';
  /** When the certificate that was read last ends (ms since 1970), or null before that. */
  until: number | null = null;

  constructor(paths: TlsPaths) {
    this.#paths = paths;
  }

  /** Throws where they cannot be read, or do not fit each other. */
  read(): TlsTexts {
    const mark = this.#markOf();
    const texts = {
      cert: readFileSync(this.#paths.certificate, 'utf8'),
      key: readFileSync(this.#paths.key, 'utf8'),
    };
    createSecureContext(texts);
    this.until = new X509Certificate(texts.cert).validToDate.getTime();
    this.#mark = mark;
    return texts;
  }

  /** The new texts where the files have changed since they were last read, else null. Throws as `read`. */
  changed(): TlsTexts | null {
    return this.#markOf() === this.#mark ? null : this.read();
  }

  #markOf(): string {
    const { certificate, key } = this.#paths;
    return [certificate, key]
      .map((path) => {
        const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
        return stat === undefined ? '' : `${stat.ino} ${stat.size} ${stat.mtimeNs}`;
      })
      .join('\n');
  }
}
