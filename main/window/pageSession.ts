/**
 * The session of the window: without `persist:` it is in memory. What a page lays away by itself (`localStorage`, IndexedDB,
 * files of its own) would otherwise stand on the disk in the clear, past the journal that seals what the till keeps.
 */
export const PAGE_PARTITION = 'till';
