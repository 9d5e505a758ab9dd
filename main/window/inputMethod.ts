/**
 * On Linux the ibus client answers keys later and out of order, and Chromium then makes up wrong
 * ones: of a scan under a Chinese input method nothing could be read. In its synchronous mode each
 * key comes as itself (measured with libpinyin; docs/scanner.md). It is read when the first window
 * is made. Windows hands over every key anyway.
 */
export function askForEveryKey(environment: NodeJS.ProcessEnv): void {
  environment.IBUS_ENABLE_SYNC_MODE ??= '1';
}
