/**
 * The archive of a tender: everything of it in one file, which a stranger verifies without the platform. A face of its
 * own, so that whoever only wants a tender's rules does not load it.
 */
export { ArchiveError, type ArchiveErrorCode } from './error';
export { exportArchive, type Archive, type ExportOptions } from './export';
export type { CheckName, Finding, Note, Verdict } from './findings';
export type { ArchivedFile, Manifest } from './manifest';
export { readArchive, type ArchivedBid, type ArchiveReport } from './read';
