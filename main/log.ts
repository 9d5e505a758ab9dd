// Not `electron-log/main`: that opens a channel of its own to every page.
import log from 'electron-log/node';
import { APPENDING } from './files/prepareFolder.ts';
import { rotateLog } from './files/rotateLog.ts';

/** What may stand in a log line: ids, slips, codes and numbers, never anything personal or secret. */
export type LogDetail = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  info(message: string, detail?: LogDetail): void;
  warn(message: string, detail?: LogDetail): void;
  error(message: string, detail?: LogDetail): void;
}

const FILE_BYTES = 5 * 1024 * 1024;

/** What stays of a file that is full and cannot be put away. */
const KEPT_BYTES = 256 * 1024;

/**
 * A log file in the usual place of the data folder, and four former ones beside it, 5 MB each; the console only shows what
 * went wrong.
 */
export function createLog(file: string): Log {
  log.transports.file.resolvePathFn = () => file;
  log.transports.file.maxSize = FILE_BYTES;
  // Its own way keeps one former file alone.
  log.transports.file.archiveLogFn = (full) => {
    // Its types do not know it.
    if (!rotateLog(full.path))
      (full as typeof full & { crop(bytes: number): void }).crop(KEPT_BYTES);
  };
  log.transports.file.level = 'info';
  // Also the one that begins when a file is full.
  // Its types know no flags but by name; the file system takes them.
  const flag = APPENDING as unknown as 'a';
  log.transports.file.writeOptions = { ...log.transports.file.writeOptions, flag, mode: 0o600 };
  log.transports.console.level = 'warn';
  return {
    info: (message, detail) => log.info(oneLine(message, detail)),
    warn: (message, detail) => log.warn(oneLine(message, detail)),
    error: (message, detail) => log.error(oneLine(message, detail)),
  };
}

/** A line that `grep` finds whole; laying the detail out over several lines would cost more than writing it. */
function oneLine(message: string, detail?: LogDetail): string {
  return detail === undefined ? message : `${message} ${JSON.stringify(detail)}`;
}
